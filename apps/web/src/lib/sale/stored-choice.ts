import { z } from 'zod/mini';
import { newIdempotencyKey } from '../ids.ts';

/**
 * What was chosen and what was sent, for this tab: a reload keeps the choice, and an order that got no
 * answer is sent again under the key it was sent with.
 */

/** What somebody wants: how many of which ticket type. Zero is left out. */
export type Choice = Readonly<Record<string, number>>;
export type OrderLine = { ticketTypeId: string; quantity: number };
export type Attempt = { key: string; at: number; lines: OrderLine[] };

const choiceSchema = z.record(z.string(), z.int().check(z.minimum(1), z.maximum(1000)));
const attemptSchema = z.object({
  key: z.uuid(),
  at: z.number(),
  lines: z.array(z.object({ ticketTypeId: z.string(), quantity: z.int() })),
});

const choiceKey = (eventId: string) => `foyer_choice:${eventId}`;
const attemptKey = (eventId: string) => `foyer_attempt:${eventId}`;
/** The attempt before it, of another wish, which had no answer either. */
const earlierKey = (eventId: string) => `foyer_earlier_attempt:${eventId}`;

/** Where storage is refused, what was written lives as long as the page. */
const inMemory = new Map<string, string>();

function read<T>(key: string, schema: z.ZodMiniType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(readText(key) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function readText(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return inMemory.get(key) ?? null;
  }
}

function write(key: string, value: unknown): void {
  const text = value === null ? null : JSON.stringify(value);
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    if (text === null) inMemory.delete(key);
    else inMemory.set(key, text);
  }
}

export const readChoice = (eventId: string): Choice => read(choiceKey(eventId), choiceSchema) ?? {};

export function writeChoice(eventId: string, choice: Choice): void {
  const entries = Object.entries(choice).filter(([, quantity]) => quantity > 0);
  write(choiceKey(eventId), entries.length > 0 ? Object.fromEntries(entries) : null);
}

/** The order of the lines is part of the request that a key stands for. */
const inOrder = (lines: readonly OrderLine[]): OrderLine[] =>
  lines
    .map(({ ticketTypeId, quantity }) => ({ ticketTypeId, quantity }))
    .sort((a, b) => a.ticketTypeId.localeCompare(b.ticketTypeId));

/** The attempt at this wish: the one that was made before if no answer ever came, else a new one. */
export function attemptFor(eventId: string, wish: readonly OrderLine[]): Attempt {
  const lines = inOrder(wish);
  const open = read(attemptKey(eventId), attemptSchema);
  if (open && JSON.stringify(open.lines) === JSON.stringify(lines)) return open;
  const attempt = { key: newIdempotencyKey(), at: Date.now(), lines };
  if (open) write(earlierKey(eventId), open);
  write(attemptKey(eventId), attempt);
  return attempt;
}

/** An attempt that never got an answer, if it is not older than that. */
export function openAttempt(eventId: string, maxAgeMs: number): Attempt | null {
  const open = read(attemptKey(eventId), attemptSchema);
  return open && Date.now() - open.at < maxAgeMs ? open : null;
}

/**
 * Takes up the attempt that another wish replaced before it had an answer, if it is not older than that: it may hold
 * tickets that nobody was told of. Whoever sends its lines sends it under its own key.
 */
export function reopenEarlierAttempt(eventId: string, maxAgeMs: number): OrderLine[] | null {
  const earlier = read(earlierKey(eventId), attemptSchema);
  write(earlierKey(eventId), null);
  if (!earlier || Date.now() - earlier.at >= maxAgeMs) return null;
  write(attemptKey(eventId), earlier);
  return earlier.lines;
}

/** An answer came, whatever it was: the next press is a new wish. */
export function closeAttempt(eventId: string): void {
  write(attemptKey(eventId), null);
}
