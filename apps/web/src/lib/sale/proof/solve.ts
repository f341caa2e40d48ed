import type { Report } from './proof.worker.ts';
import { bitsOf, expectedTries, searchProof } from './search.ts';

/** Longer than the slowest phone needs for what the API asks for. */
const longestMs = 90_000;

/**
 * Solves a challenge of the API in a worker, so that the page stays alive. `onShare` hears how far it
 * probably is: towards 1, never there before the answer. Null when it cannot be done.
 */
export async function solveProof(
  challenge: string,
  { signal, onShare }: { signal?: AbortSignal; onShare?: (share: number) => void } = {},
): Promise<string | null> {
  const bits = bitsOf(challenge);
  if (bits === null) return null;
  signal?.throwIfAborted();
  // The chance that a search has ended after so many tries, which is what a bar can honestly show.
  const tell = (tried: number) => onShare?.(1 - Math.exp(-tried / expectedTries(bits)));
  const worker = startWorker();
  if (!worker) return solveHere(challenge, bits, tell, signal);
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      worker.terminate();
    };
    const abort = () => {
      end();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      end();
      resolve(null);
    }, longestMs);
    signal?.addEventListener('abort', abort);
    worker.onmessage = ({ data: { tried, proof } }: MessageEvent<Report>) => {
      if (!proof) return tell(tried);
      end();
      resolve(proof);
    };
    worker.onerror = () => {
      end();
      solveHere(challenge, bits, tell, signal).then(resolve, reject);
    };
    worker.postMessage({ challenge, bits });
  });
}

function startWorker(): Worker | null {
  try {
    return new Worker(new URL('./proof.worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
}

/** Where there are no workers: in small pieces, so that the page breathes between them. */
async function solveHere(
  challenge: string,
  bits: number,
  tell: (tried: number) => void,
  signal?: AbortSignal,
): Promise<string | null> {
  const piece = 2_000;
  const endsAt = Date.now() + longestMs;
  for (let tried = 0; Date.now() < endsAt; tried += piece) {
    const proof = searchProof(challenge, bits, tried, piece);
    if (proof) return proof;
    tell(tried + piece);
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
  }
  return null;
}
