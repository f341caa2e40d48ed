import { decodeQr } from './qr-decode.ts';

type Picture = { pixels: ArrayBuffer; width: number; height: number };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Picture>) => void) | null;
  postMessage(text: string | null): void;
};

scope.onmessage = ({ data: { pixels, width, height } }) => {
  let text: string | null = null;
  try {
    text = decodeQr(new Uint8ClampedArray(pixels), width, height);
  } catch {
    // One picture that could not be read.
  }
  scope.postMessage(text);
};

// Here it is: pictures may come.
scope.postMessage(null);
