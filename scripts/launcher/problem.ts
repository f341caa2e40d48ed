import { EnvironmentError } from '@foyer/runtime';

/** Something a person has to mend; shown without a stack trace. */
export class Problem extends Error {
  override name = 'Problem';
}

/** What went wrong, for the terminal: what people can mend as text alone, the rest with its stack. */
export function describeError(error: unknown): string {
  if (error instanceof Problem || error instanceof EnvironmentError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
