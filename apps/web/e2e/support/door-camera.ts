import { writeFakeCamera } from '@foyer/testing/fake-camera';
import { type Browser, chromium, type Page, test } from '@playwright/test';
import QRCode from 'qrcode';

/** A phone at the door whose camera looks at the given video, and may be used at once or later. */
export async function openDoorPhone(
  camera: string,
  permissions = ['camera'],
): Promise<{ browser: Browser; page: Page }> {
  const options = test.info().project.use.launchOptions ?? {};
  const browser = await chromium.launch({
    ...options,
    args: [
      ...(options.args ?? []),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
    ],
  });
  const context = await browser.newContext({
    baseURL: test.info().project.use.baseURL,
    locale: 'en-GB',
    viewport: { width: 375, height: 812 },
    permissions,
  });
  return { browser, page: await context.newPage() };
}

/** A video of the QR code that says this. @returns its file */
export function filmQrCode(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const size = modules.size + 2 * quiet;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1)
      if (modules.get(y, x))
        pixels.fill(
          0,
          ((y + quiet) * size + x + quiet) * 4,
          ((y + quiet) * size + x + quiet) * 4 + 3,
        );
  const file = test.info().outputPath('door.y4m');
  writeFakeCamera(file, { size, pixels });
  return file;
}
