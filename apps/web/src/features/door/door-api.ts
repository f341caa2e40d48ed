import {
  type OfflineListPage,
  type OfflineScanAnswer,
  offlineOutcomes,
  scanVerdicts,
} from '@foyer/types';
import { z } from 'zod/mini';
import type { Result } from '@/lib/result';
import { sendRest } from '../../lib/request.ts';
import { isUnanswered, isUnreached } from './offline/decide-or-ask.ts';

/** The check-in service as the door page sees it. Every answer is checked before it is believed. */

const verdict = z.enum(scanVerdicts);
const optionalText = z.optional(z.nullable(z.string()));

const scanAnswer = z.object({
  scanId: z.string(),
  verdict,
  originalVerdict: z.optional(verdict),
  ticketId: z.optional(z.string()),
  attendeeName: optionalText,
  ticketTypeName: optionalText,
  code: optionalText,
  firstUse: z.optional(
    z.object({ at: z.string(), gateName: optionalText, deviceName: optionalText }),
  ),
  validFrom: optionalText,
  validUntil: optionalText,
});
export type ScanAnswer = z.infer<typeof scanAnswer>;

const place = z.object({ id: z.string(), name: z.string() });

const pairing = z.object({
  deviceToken: z.string(),
  device: z.object({ id: z.string(), name: z.string(), canUndo: z.boolean() }),
  event: z.object({ id: z.string(), title: z.string(), timezone: z.string() }),
  gate: z.nullable(place),
});
export type Pairing = z.infer<typeof pairing>;

const watch = z.object({
  device: z.object({
    id: z.string(),
    name: z.string(),
    canUndo: z.boolean(),
    gate: z.nullable(place),
  }),
  event: z.object({
    id: z.string(),
    title: z.string(),
    timezone: z.string(),
    validFrom: z.string(),
    validUntil: z.string(),
    isCancelled: z.boolean(),
  }),
  gates: z.array(place),
  counts: z.object({ expected: z.number(), admitted: z.number() }),
  serverTime: z.string(),
});
export type Watch = z.infer<typeof watch>;

const guest = z.object({
  ticketId: z.string(),
  code: z.string(),
  status: z.enum(['valid', 'cancelled']),
  attendeeName: z.string(),
  emailHint: z.nullable(z.string()),
  ticketTypeName: z.string(),
  confirmationNumber: z.string(),
  checkedInAt: z.nullable(z.string()),
});
export type Guest = z.infer<typeof guest>;

const offlineAnswers = z.object({
  scans: z.array(
    z.object({
      scanId: z.string(),
      outcome: z.enum(offlineOutcomes),
      attendeeName: z.optional(z.string()),
      ticketTypeName: z.optional(z.string()),
      otherUse: z.optional(
        z.object({
          at: z.string(),
          gateName: z.optional(z.string()),
          deviceName: z.optional(z.string()),
        }),
      ),
    }),
  ),
});

const offlineList = z.object({
  version: z.string(),
  cursor: z.nullable(z.string()),
  isComplete: z.boolean(),
  event: z.object({
    keys: z.array(z.object({ id: z.number(), publicKey: z.string() })),
    codeKey: z.string(),
    validFrom: z.string(),
    validUntil: z.string(),
  }),
  tickets: z.array(
    z.object({
      id: z.string(),
      secretHash: z.string(),
      codeHash: z.string(),
      replacedHashes: z.optional(z.array(z.string())),
      version: z.number(),
      isCancelled: z.boolean(),
      use: z.optional(
        z.object({ scanId: z.string(), at: z.string(), gateName: z.optional(z.string()) }),
      ),
      guest: z.string(),
    }),
  ),
});

/** A scan that the phone decided by itself and still has to tell. */
export type WaitingScan = ScanWish & {
  verdict: Exclude<ScanAnswer['verdict'], 'replayed'>;
  listVersion: string | null;
  isUndone: boolean;
};

/** What the phone holds for when it has no network. */
export type Held = { listVersion: string | null; waitingCount: number };

export type ScanWish = {
  /** One per presentation; kept for every retry of it, so that it counts once. */
  scanId: string;
  token: string;
  method: 'scan' | 'typed' | 'search';
  gateId: string | null;
  scannedAt: string;
};

/** A door waits no longer for one try; the retry carries the same scan id. */
const TRY_MS = 3_000;
/** Nor so long, where the phone can decide by itself. */
const IMPATIENT_TRY_MS = 1_800;
/** After this long the person at the door is told, and decides. */
const GIVE_UP_MS = 9_000;
/** Or the phone decides: a service that answers that it cannot is waited for no longer than one that is silent. */
const IMPATIENT_MS = 2_000;

export function doorApi(checkinUrl: string, deviceToken: string) {
  const headers = { authorization: `Bearer ${deviceToken}` };

  /** @param isImpatient the phone can decide by itself when nobody is reached */
  async function scan(wish: ScanWish, isImpatient = false): Promise<Result<ScanAnswer>> {
    const deadline = performance.now() + (isImpatient ? IMPATIENT_MS : GIVE_UP_MS);
    for (let pauseMs = 150; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      const result = await sendRest(`${checkinUrl}/scans`, {
        method: 'POST',
        headers,
        body: { ...wish, gateId: wish.gateId ?? undefined },
        timeoutMs: isImpatient
          ? Math.min(IMPATIENT_TRY_MS, Math.ceil(deadline - performance.now()))
          : TRY_MS,
        schema: scanAnswer,
      });
      if (result.ok || !isUnanswered(result.error)) return result;
      if (isImpatient && isUnreached(result.error)) return result;
      if (performance.now() + pauseMs > deadline) return result;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  return {
    scan,
    undo: (scanId: string) =>
      sendRest(`${checkinUrl}/scans/${scanId}/undo`, { method: 'POST', headers, timeoutMs: 8_000 }),
    watch: (held: Held, signal?: AbortSignal) =>
      sendRest(`${checkinUrl}/event?${heldQuery(held)}`, {
        method: 'GET',
        headers,
        timeoutMs: 5_000,
        signal,
        cache: 'no-store',
        schema: watch,
      }),
    guests: (query: string, signal?: AbortSignal) =>
      sendRest(`${checkinUrl}/guests?query=${encodeURIComponent(query)}`, {
        method: 'GET',
        headers,
        timeoutMs: 8_000,
        signal,
        cache: 'no-store',
        schema: z.object({ guests: z.array(guest) }),
      }),
    offlineList: (question: {
      version?: string;
      cursor?: string;
    }): Promise<Result<OfflineListPage>> =>
      sendRest(`${checkinUrl}/offline-list?${new URLSearchParams(question)}`, {
        method: 'GET',
        headers,
        timeoutMs: 20_000,
        cache: 'no-store',
        schema: offlineList,
      }),
    /** @param waitingCount how many wait after these */
    tellOffline: async (
      scans: WaitingScan[],
      { listVersion, waitingCount }: Held,
    ): Promise<Result<OfflineScanAnswer[]>> => {
      const result = await sendRest(`${checkinUrl}/offline-scans`, {
        method: 'POST',
        headers,
        body: {
          deviceTime: new Date().toISOString(),
          listVersion: listVersion ?? undefined,
          waitingCount,
          scans: scans.map(({ gateId, listVersion: decidedBy, ...scan }) => ({
            ...scan,
            gateId: gateId ?? undefined,
            listVersion: decidedBy ?? undefined,
          })),
        },
        timeoutMs: 20_000,
        schema: offlineAnswers,
      });
      return result.ok ? { ok: true, data: result.data.scans } : result;
    },
    signOff: () =>
      sendRest(`${checkinUrl}/sign-off`, { method: 'POST', headers, timeoutMs: 5_000 }),
  };
}
function heldQuery({ listVersion, waitingCount }: Held): URLSearchParams {
  return new URLSearchParams({
    ...(listVersion && { list: listVersion }),
    waiting: String(waitingCount),
  });
}

export type DoorApi = ReturnType<typeof doorApi>;

export function pairDevice(checkinUrl: string, code: string): Promise<Result<Pairing>> {
  return sendRest(`${checkinUrl}/pair`, { method: 'POST', body: { code }, schema: pairing });
}
