import 'fake-indexeddb/auto';
import {
  createCipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import {
  generateEventKey,
  importPrivateKey,
  signTicket,
  type TicketPayload,
} from '@foyer/ticket-token';
import type { OfflineListPage, OfflineTicket } from '@foyer/types';
import type { Result } from '@/lib/result';
import type { ScanWish } from '../../door-api.ts';
import { bringList } from '../bring-list.ts';
import type { OfflineDoor } from '../offline-door.ts';
import { type DoorStore, deleteStore, openStore } from '../store.ts';

export const HOUR = 3_600_000;
export const now = Date.now();
const codeKey = randomBytes(32);
const eventKey = generateEventKey();

export interface Phone {
  eventId: string;
  store: DoorStore;
  /** A ticket of this event. */
  issue(
    overrides?: Partial<OfflineTicket>,
    payload?: Partial<TicketPayload>,
  ): ReturnType<typeof issueFor>;
  /** Has these tickets on its list. */
  hold(...tickets: OfflineTicket[]): ReturnType<typeof holdIn>;
}

/** Where storage is slow nothing is decided, and the same guest is asked about again: so a busy machine changes nothing. */
export async function decided(
  door: Pick<OfflineDoor, 'decide'>,
  wish: ScanWish,
  gateName: string | null = null,
): Promise<NonNullable<Awaited<ReturnType<OfflineDoor['decide']>>>> {
  for (;;) {
    const verdict = await door.decide(wish, gateName);
    if (verdict) return verdict;
  }
}

/** For each test of a file a phone at an event of its own, of which nothing stays when the test is over. */
export function phoneForEachTest(isReady: (phone: Phone) => void): void {
  let eventId: string;
  let store: DoorStore;
  beforeEach(async () => {
    eventId = randomUUID();
    store = await openStore(eventId);
    isReady({
      eventId,
      store,
      issue: (overrides, payload) => issueFor(eventId, overrides, payload),
      hold: (...tickets) => holdIn(store, tickets),
    });
  });
  afterEach(async () => {
    store.close();
    await deleteStore(eventId);
  });
}

const short = (hash: Buffer) => hash.subarray(0, 16).toString('base64url');

/** A ticket and its line of the list, as the service makes them. */
function issueFor(
  eventId: string,
  overrides: Partial<OfflineTicket> = {},
  payload: Partial<TicketPayload> = {},
) {
  const secret = randomBytes(16);
  const code = 'ABCDE12345';
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'foyer-offline-guest:1', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const guest = [cipher.update(JSON.stringify(['Zoë Ångström', 'Standing'])), cipher.final()];
  const row: OfflineTicket = {
    id: randomUUID(),
    secretHash: short(createHash('sha256').update(secret).digest()),
    codeHash: short(createHmac('sha256', codeKey).update(code).digest()),
    version: 1,
    isCancelled: false,
    guest: Buffer.concat([nonce, ...guest, cipher.getAuthTag()]).toString('base64url'),
    ...overrides,
  };
  const token = signTicket(
    {
      secret: new Uint8Array(secret),
      eventId,
      validFrom: new Date(now - HOUR),
      validUntil: new Date(now + HOUR),
      version: 1,
      keyId: 1,
      ...payload,
    },
    importPrivateKey(eventKey.privateKey),
  );
  return { row, token, code };
}

async function holdIn(store: DoorStore, tickets: OfflineTicket[]) {
  const brought = await bringList(serving(page({ tickets })), store);
  if (!brought.ok) throw new Error(brought.error.message);
  return brought.data;
}

export const page = (overrides: Partial<OfflineListPage> = {}): OfflineListPage => ({
  version: `made.${now}`,
  cursor: null,
  isComplete: true,
  event: {
    keys: [{ id: 1, publicKey: eventKey.publicKey.toString('base64') }],
    codeKey: codeKey.toString('base64'),
    validFrom: new Date(now - HOUR).toISOString(),
    validUntil: new Date(now + HOUR).toISOString(),
  },
  tickets: [],
  ...overrides,
});

/** A service that answers these pages, one after the other. */
export function serving(...pages: OfflineListPage[]) {
  const asked: unknown[] = [];
  return {
    asked,
    offlineList: async (question: unknown): Promise<Result<OfflineListPage>> => {
      asked.push(question);
      const data = pages.shift();
      return data ? { ok: true, data } : { ok: false, error: { code: 'NETWORK', message: '' } };
    },
  };
}

export const wish = (token: string, overrides: Partial<ScanWish> = {}): ScanWish => ({
  scanId: randomUUID(),
  token,
  method: 'scan',
  gateId: null,
  scannedAt: new Date(now).toISOString(),
  ...overrides,
});
