import { scanVerdicts } from '@foyer/types';
import { z } from 'zod/mini';
import { sendRest } from '@/lib/request';
import type { Failure, Result } from '@/lib/result';

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
/** After this long the person at the door is told, and decides. */
const GIVE_UP_MS = 9_000;

const isWorthRetrying = ({ code }: Failure) =>
  code === 'NETWORK' || code === 'TIMEOUT' || code === 'NOT_READY' || code === 'RATE_LIMITED';

export function doorApi(checkinUrl: string, deviceToken: string) {
  const headers = { authorization: `Bearer ${deviceToken}` };

  async function scan(wish: ScanWish): Promise<Result<ScanAnswer>> {
    const deadline = performance.now() + GIVE_UP_MS;
    for (let pauseMs = 150; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      const result = await sendRest(`${checkinUrl}/scans`, {
        method: 'POST',
        headers,
        body: { ...wish, gateId: wish.gateId ?? undefined },
        timeoutMs: TRY_MS,
        schema: scanAnswer,
      });
      if (result.ok || !isWorthRetrying(result.error)) return result;
      if (performance.now() + pauseMs > deadline) return result;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  return {
    scan,
    undo: (scanId: string) =>
      sendRest(`${checkinUrl}/scans/${scanId}/undo`, { method: 'POST', headers, timeoutMs: 8_000 }),
    watch: (signal?: AbortSignal) =>
      sendRest(`${checkinUrl}/event`, {
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
    signOff: () =>
      sendRest(`${checkinUrl}/sign-off`, { method: 'POST', headers, timeoutMs: 5_000 }),
  };
}
export type DoorApi = ReturnType<typeof doorApi>;

export function pairDevice(checkinUrl: string, code: string): Promise<Result<Pairing>> {
  return sendRest(`${checkinUrl}/pair`, { method: 'POST', body: { code }, schema: pairing });
}
