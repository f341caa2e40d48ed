import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { OfflineListPage, OfflineTicket } from '@foyer/types';
import type { Door } from '../door.ts';
import { eventKeys } from '../redis/keys.ts';
import { listVersionText, readListVersion } from '../scan/list-version.ts';
import type { Use } from '../sync/redis-shapes.ts';

/**
 * Tickets of one answer: about 200 kB. More than ever change within one millisecond, so that who asks
 * for changes always gets on.
 */
const PAGE = 1_000;
/** About a millisecond of sealing; scans are decided in between. */
const SLICE = 50;

type Question = { version?: string; cursor?: string };

/**
 * One page of what a phone needs to judge tickets without a network: all of them, or what changed since
 * the version that it holds. It comes from Redis, which knows of each use first.
 *
 * Nothing in it can be read without the tickets themselves. A ticket is found by a hash of its 128-bit
 * secret, which is also the key to its guest's name; a typed code has 50 bits, which could be tried
 * out, so its hash has a key of the event's (`codeKey`) that the phone keeps where no script reads it.
 */
export async function readOfflineList(
  door: Door,
  eventId: string,
  event: Record<string, string>,
  question: Question,
): Promise<OfflineListPage> {
  const held = readListVersion(question.version);
  const made = event.made ?? '';
  const known = held?.made === made ? held : null;
  const page = known && !question.cursor ? await changes(door, eventId, known.at) : null;
  const { at, cursor, isComplete, tickets } =
    page ?? (await wholeList(door, eventId, known?.at, known ? question.cursor : undefined));
  return {
    version: listVersionText({ made, at }),
    cursor,
    isComplete,
    event: {
      keys: event.keyId ? [{ id: Number(event.keyId), publicKey: event.publicKey ?? '' }] : [],
      codeKey: event.codeKey ?? '',
      validFrom: new Date(Number(event.validFrom)).toISOString(),
      validUntil: new Date(Number(event.validUntil)).toISOString(),
    },
    tickets: await seal(door, eventId, event.codeKey ?? '', tickets),
  };
}

type Page = {
  at: number;
  cursor: string | null;
  isComplete: boolean;
  /** [ticket id, ticket as JSON, …] */
  tickets: string[];
};

/** From beginning to end it is the list of when it was begun; what changed meanwhile is asked for after it. */
async function wholeList(
  door: Door,
  eventId: string,
  begunAt: number | undefined,
  cursor: string | undefined,
): Promise<Page> {
  const { redis } = door.redis;
  const at = begunAt !== undefined && cursor ? begunAt : await timeOf(door);
  const [next, tickets] = await redis.hscan(
    eventKeys(eventId).tickets,
    cursor ?? '0',
    'COUNT',
    PAGE,
  );
  return { at, cursor: next === '0' ? null : next, isComplete: next === '0', tickets };
}

async function changes(door: Door, eventId: string, since: number): Promise<Page> {
  const { redis } = door.redis;
  const keys = eventKeys(eventId);
  // Before: what changes after this is told again next time.
  const now = await timeOf(door);
  const found = await redis.zrange(
    keys.changed,
    String(since),
    '+inf',
    'BYSCORE',
    'LIMIT',
    0,
    PAGE,
    'WITHSCORES',
  );
  const ids = found.filter((_, i) => i % 2 === 0);
  const isComplete = ids.length < PAGE;
  const texts = ids.length > 0 ? await redis.hmget(keys.tickets, ...ids) : [];
  return {
    at: isComplete ? now : Number(found.at(-1)),
    cursor: null,
    isComplete,
    tickets: ids.flatMap((id, i) => (texts[i] ? [id, texts[i]] : [])),
  };
}

async function timeOf(door: Door): Promise<number> {
  const [seconds, micros] = await door.redis.redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}

async function seal(
  door: Door,
  eventId: string,
  codeKey: string,
  tickets: string[],
): Promise<OfflineTicket[]> {
  if (tickets.length === 0) return [];
  const ids = tickets.filter((_, i) => i % 2 === 0);
  const uses = await door.redis.redis.hmget(eventKeys(eventId).uses, ...ids);
  const key = Buffer.from(codeKey, 'base64');
  const sealed: OfflineTicket[] = [];
  for (const [i, id] of ids.entries()) {
    if (i % SLICE === SLICE - 1) await turn();
    sealed.push(sealTicket(id, tickets[i * 2 + 1] ?? '', uses[i], key));
  }
  return sealed;
}

function sealTicket(
  id: string,
  text: string,
  useText: string | null | undefined,
  codeKey: Buffer,
): OfflineTicket {
  const [status, version, attendeeName, ticketTypeName, code, secretHex, replaced] = JSON.parse(
    text,
  ) as ['valid' | 'cancelled', number, string, string, string, string, string[]?];
  const secret = Buffer.from(secretHex, 'hex');
  const use = useText ? (JSON.parse(useText) as Use & { isUndone?: boolean }) : null;
  return {
    id,
    secretHash: hashOf(secret),
    codeHash: short(createHmac('sha256', codeKey).update(code).digest()),
    replacedHashes: replaced?.map((hex) => hashOf(Buffer.from(hex, 'hex'))),
    version,
    isCancelled: status !== 'valid',
    use:
      use && !use.isUndone
        ? { scanId: use.scanId, at: new Date(use.at).toISOString(), gateName: use.gateName }
        : undefined,
    guest: sealGuest(secret, JSON.stringify([attendeeName, ticketTypeName])),
  };
}

const hashOf = (secret: Buffer): string => short(createHash('sha256').update(secret).digest());

/** 128 bits, as many as the secret has. */
const short = (hash: Buffer): string => hash.subarray(0, 16).toString('base64url');

/** AES-256-GCM under a key that only the ticket's secret gives: nonce, text, tag. */
function sealGuest(secret: Buffer, text: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'foyer-offline-guest:1', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}
