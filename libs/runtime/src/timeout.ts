export class TimeoutError extends Error {
  override name = 'TimeoutError';
}

/**
 * Gives `work` at most `ms` milliseconds. It gets an AbortSignal that fires at the deadline: pass it
 * on, so that what is late also stops. Rejects with TimeoutError naming `what`.
 */
export async function withTimeout<T>(
  what: string,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new TimeoutError(`${what} took longer than ${ms} ms`);
      controller.abort(error);
      reject(error);
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
