import { z } from 'zod/mini';
import { newIdempotencyKey } from '../../../lib/ids.ts';
import type { Choice } from './choice.ts';

/**
 * What was chosen and what was sent, for this tab: a reload keeps the choice, and a reservation that
 * got no answer is sent again under the key it was sent with.
 */
const choiceSchema = z.record(z.string(), z.int().check(z.minimum(1), z.maximum(1000)));
const attemptSchema = z.object({ key: z.uuid(), fingerprint: z.string() });

const choiceKey = (eventId: string) => `foyer_choice:${eventId}`;
const attemptKey = (eventId: string) => `foyer_attempt:${eventId}`;

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

/** The key for this wish: the one it was sent with before if no answer ever came, else a new one. */
export function attemptFor(eventId: string, fingerprint: string): string {
  const open = read(attemptKey(eventId), attemptSchema);
  if (open?.fingerprint === fingerprint) return open.key;
  const key = newIdempotencyKey();
  write(attemptKey(eventId), { key, fingerprint });
  return key;
}

/** An answer came, whatever it was: the next press is a new wish. */
export function closeAttempt(eventId: string): void {
  write(attemptKey(eventId), null);
}
