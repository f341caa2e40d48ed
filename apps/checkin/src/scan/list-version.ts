/**
 * How the state of an event's guest list is named: the making of the event in Redis, which alone can say
 * what changed since, and a moment by the clock of Redis. Phones send it back as they got it.
 */
export type ListVersion = { made: string; at: number };

export const listVersionText = ({ made, at }: ListVersion): string => `${made}.${at}`;

export function readListVersion(text: string | undefined): ListVersion | null {
  const [, made, at] = /^([\w-]{1,64})\.(\d{13})$/.exec(text ?? '') ?? [];
  return made && at ? { made, at: Number(at) } : null;
}

/** @returns milliseconds since 1970 */
export function listMadeAt(text: string | undefined): number | null {
  return readListVersion(text)?.at ?? null;
}
