/** Finds the text of a QR code in a camera picture; null when there is none. */
export type QrReader = {
  read: (video: HTMLVideoElement) => Promise<string | null>;
  close: () => void;
};

/** Phones' browsers bring a fast reader of their own; everywhere else jsQR reads in a worker. */
export async function createQrReader(): Promise<QrReader> {
  return (await createNativeReader()) ?? createWorkerReader();
}

type BarcodeDetectorLike = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type BarcodeDetectorClass = {
  new (options: { formats: string[] }): BarcodeDetectorLike;
  getSupportedFormats(): Promise<string[]>;
};

async function createNativeReader(): Promise<QrReader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: BarcodeDetectorClass };
  if (!BarcodeDetector) return null;
  try {
    if (!(await BarcodeDetector.getSupportedFormats()).includes('qr_code')) return null;
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return {
      read: async (video) => (await detector.detect(video))[0]?.rawValue || null,
      close: () => {},
    };
  } catch {
    // There in name only, as on some desktops.
    return null;
  }
}

/** jsQR needs about 3 pixels per module: 720 px reads a ticket that fills a quarter of the frame. */
const MAX_SIDE = 720;

function createWorkerReader(): QrReader {
  const worker = new Worker(new URL('./qr.worker.ts', import.meta.url), { type: 'module' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let waiting: ((text: string | null) => void) | null = null;
  const settle = (text: string | null) => {
    waiting?.(text);
    waiting = null;
  };
  worker.onmessage = ({ data }: MessageEvent<string | null>) => settle(data);
  worker.onerror = () => settle(null);

  return {
    read: (video) => {
      const { videoWidth, videoHeight } = video;
      if (!context || videoWidth === 0 || waiting) return Promise.resolve(null);
      // The middle square is what the frame on the screen shows.
      const side = Math.min(videoWidth, videoHeight);
      const size = Math.min(side, MAX_SIDE);
      canvas.width = size;
      canvas.height = size;
      context.drawImage(
        video,
        (videoWidth - side) / 2,
        (videoHeight - side) / 2,
        side,
        side,
        0,
        0,
        size,
        size,
      );
      const { data } = context.getImageData(0, 0, size, size);
      return new Promise((resolve) => {
        waiting = resolve;
        worker.postMessage({ pixels: data.buffer, width: size, height: size }, [data.buffer]);
      });
    },
    close: () => {
      worker.terminate();
      settle(null);
    },
  };
}
