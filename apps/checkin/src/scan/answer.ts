import type { ScanAnswer, ScanVerdict } from '@foyer/types';

/** What claim.lua answers and keeps under the scan id. Times are milliseconds since 1970. */
export type Decision = {
  scanId: string;
  verdict: ScanVerdict;
  ticketId?: string;
  attendeeName?: string;
  ticketTypeName?: string;
  code?: string;
  /** Of the ticket, as the door knew it: whoever holds a later one was not let in by this. */
  version?: number;
  firstUse?: { at: number; gateName?: string; deviceName?: string };
  validFrom?: number;
  validUntil?: number;
  gateId?: string;
  deviceId: string;
  at: number;
};

export function toScanAnswer(decision: Decision, isReplay: boolean): ScanAnswer {
  const { scanId, verdict, ticketId, attendeeName, ticketTypeName, code, firstUse } = decision;
  return {
    scanId,
    verdict: isReplay ? 'replayed' : verdict,
    ...(isReplay && { originalVerdict: verdict }),
    ticketId,
    attendeeName,
    ticketTypeName,
    code,
    ...(firstUse && { firstUse: { ...firstUse, at: isoTime(firstUse.at) } }),
    ...(decision.validFrom !== undefined && { validFrom: isoTime(decision.validFrom) }),
    ...(decision.validUntil !== undefined && { validUntil: isoTime(decision.validUntil) }),
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
