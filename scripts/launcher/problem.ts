/** Something a person has to mend; shown without a stack trace. */
export class Problem extends Error {
  override name = 'Problem';
}

/** What went wrong, for the terminal: a Problem's text alone, anything else with its stack. */
export function describeError(error: unknown): string {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
