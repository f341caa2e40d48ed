import jsQR from 'jsqr';

type Picture = { pixels: ArrayBuffer; width: number; height: number };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Picture>) => void) | null;
  postMessage(text: string | null): void;
};

scope.onmessage = ({ data: { pixels, width, height } }) => {
  const code = jsQR(new Uint8ClampedArray(pixels), width, height, {
    inversionAttempts: 'attemptBoth',
  });
  scope.postMessage(code?.data || null);
};
