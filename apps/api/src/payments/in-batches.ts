/**
 * Gathers what is asked while earlier batches are under way, and asks for it together: one round trip,
 * one transaction and one flush of the log for many. The first one never waits.
 *
 * `run` gives one answer per request, in order, and does all or nothing. When it fails, the batch is
 * halved until the request that fails is alone, and fails for its own caller only. A lost connection
 * fails all at once: the outcome is unknown, and whoever asks again gets the same answer.
 */
export function inBatches<Request, Answer>(
  run: (requests: Request[]) => Promise<Answer[]>,
  { largest, parallel }: { largest: number; parallel: number },
): (request: Request) => Promise<Answer> {
  type Waiting = {
    request: Request;
    resolve: (answer: Answer) => void;
    reject: (error: unknown) => void;
  };
  const queue: Waiting[] = [];
  let running = 0;

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      const answers = await run(batch.map(({ request }) => request));
      if (answers.length !== batch.length)
        throw new Error(`${answers.length} answers to ${batch.length} requests`);
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as Answer);
    } catch (error) {
      if (batch.length === 1 || !isRefusedByDatabase(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await settle(batch.slice(0, middle));
      await settle(batch.slice(middle));
    }
  }

  async function drain(): Promise<void> {
    running += 1;
    while (queue.length > 0) await settle(queue.splice(0, largest));
    running -= 1;
  }

  return (request) =>
    new Promise((resolve, reject) => {
      queue.push({ request, resolve, reject });
      if (running < parallel) void drain();
    });
}

/** Classes 08 (connection), 53 (resources) and 57 (operator intervention) say nothing about a request. */
function isRefusedByDatabase(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|53|57)/.test(code);
}
