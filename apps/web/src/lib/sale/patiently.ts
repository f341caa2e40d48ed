import type { Failure, FailureCode, Result } from '../result.ts';

/**
 * What a crowd does to a request: it is not answered, it is told to come again, it is asked for a
 * proof of work. A request that carries a key is sent again until it has an answer, within a limit.
 */

/** No answer, or one that says nothing about the wish: the same request may be sent again. */
const worthRepeating = new Set<FailureCode>([
  'NETWORK',
  'TIMEOUT',
  'UNAVAILABLE',
  'INTERNAL',
  'RATE_LIMITED',
]);

/** Whether a request that ended so may have had an effect that nobody was told of. */
export function isUnanswered(failure: Pick<Failure, 'code'>): boolean {
  return worthRepeating.has(failure.code);
}

export type Waiting =
  /** On its way; `attempt` counts from 1. */
  | { phase: 'sending'; attempt: number }
  /** Between two attempts. */
  | { phase: 'pausing'; attempt: number }
  /** A proof of work, and how far it probably is. */
  | { phase: 'computing'; share: number };

export type PatientOptions<T> = {
  /** Sends the request; the same one each time but for the proof. */
  send: (proof: string | null, signal: AbortSignal) => Promise<Result<T>>;
  solve: (
    challenge: string,
    options: { signal: AbortSignal; onShare: (share: number) => void },
  ) => Promise<string | null>;
  signal: AbortSignal;
  onWaiting?: (waiting: Waiting) => void;
  /** After this long no further attempt is begun. */
  limitMs?: number;
  /** Resolves after a while, or sooner when the network is back; rejects when aborted. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  now?: () => number;
};

export const patienceMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 8_000;
/** Whoever was told that it is too much comes back later than whoever was not heard. */
const crowdedPauseMs = 4_000;
/** A proof may run out on its way or be asked for anew as more people come; not for ever. */
const mostProofs = 4;

/**
 * Sends a request until it is answered, or patience ends; then the last failure is the result. Pauses
 * double from half a second to eight and are never twice the same, so that a crowd that was cut off at
 * once does not come back at once. Rejects only when `signal` aborts.
 */
export async function sendPatiently<T>({
  send,
  solve,
  signal,
  onWaiting,
  limitMs = patienceMs,
  pause = pauseOrOnline,
  now = Date.now,
}: PatientOptions<T>): Promise<Result<T>> {
  const startedAt = now();
  let proof: string | null = null;
  let proofs = 0;
  for (let attempt = 1; ; attempt += 1) {
    onWaiting?.({ phase: 'sending', attempt });
    const result = await send(proof, signal);
    signal.throwIfAborted();
    if (result.ok) return result;
    const { code, challenge } = result.error;
    if (code === 'PROOF_REQUIRED' && challenge && proofs < mostProofs) {
      proofs += 1;
      onWaiting?.({ phase: 'computing', share: 0 });
      proof = await solve(challenge, {
        signal,
        onShare: (share) => onWaiting?.({ phase: 'computing', share }),
      });
      if (proof === null) return result;
      continue;
    }
    if (!isUnanswered(result.error)) return result;
    const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
    const wait =
      (code === 'RATE_LIMITED' ? crowdedPauseMs : 0) + longest * (0.5 + Math.random() / 2);
    if (now() - startedAt + wait > limitMs) return result;
    onWaiting?.({ phase: 'pausing', attempt });
    await pause(wait, signal);
  }
}

/** A pause that ends early when the browser says that the network is back. */
function pauseOrOnline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      globalThis.removeEventListener?.('online', finish);
    };
    const finish = () => {
      end();
      resolve();
    };
    const abort = () => {
      end();
      reject(signal.reason);
    };
    const timer = setTimeout(finish, ms);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    globalThis.addEventListener?.('online', finish);
  });
}
