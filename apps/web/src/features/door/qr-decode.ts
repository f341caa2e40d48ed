import jsQR from 'jsqr';

/** The text of a QR code among these pixels (RGBA); null when there is none. */
export function decodeQr(pixels: Uint8ClampedArray, width: number, height: number): string | null {
  const code = jsQR(pixels, width, height, { inversionAttempts: 'attemptBoth' });
  return code?.data || null;
}
