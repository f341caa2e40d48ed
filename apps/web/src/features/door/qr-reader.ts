/** Finds the text of a QR code in a camera picture; null when there is none. */
export type QrReader = {
  read: (video: HTMLVideoElement) => Promise<string | null>;
  close: () => void;
};

/** Nothing can be read with this reader any more. */
export class ReaderBroken extends Error {
  override name = 'ReaderBroken';
}

const loadDecoder = () => import('./qr-decode.ts');

/** Loads what reading without a network needs. */
export async function loadReader(): Promise<void> {
  await loadDecoder();
}

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

/**
 * Without a network the worker's script does not load (the door's service worker answers only for what
 * its pages load) or hangs: until the worker says that it is there, the page reads by itself.
 */
function createWorkerReader(): QrReader {
  const worker = new Worker(new URL('./qr.worker.ts', import.meta.url), { type: 'module' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let waiting: ((text: string | null) => void) | null = null;
  let hasWorker = false;
  const settle = (text: string | null) => {
    waiting?.(text);
    waiting = null;
  };
  worker.onmessage = ({ data }: MessageEvent<string | null>) => {
    hasWorker = true;
    settle(data);
  };
  worker.onerror = () => {
    hasWorker = false;
    settle(null);
  };

  return {
    read: async (video) => {
      const { videoWidth, videoHeight } = video;
      if (!context || videoWidth === 0 || waiting) return null;
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
      if (!hasWorker) {
        const { decodeQr } = await loadDecoder().catch((cause) => {
          throw new ReaderBroken('Neither the worker nor the decoder could be loaded.', { cause });
        });
        return decodeQr(data, size, size);
      }
      return await new Promise((resolve) => {
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
