import type { DoorEvent, TicketRow } from './postgres.ts';

/** How PostgreSQL's rows are written down in Redis: the one place that knows both sides. */

const DAY_MS = 86_400_000;

export type Use = {
  scanId: string;
  at: number;
  gateName?: string;
  deviceName?: string;
  /** The stream entry that made it; 0-0 when it came from PostgreSQL. */
  entry: string;
};

export function ticketText(row: TicketRow): string {
  return JSON.stringify([
    row.status,
    row.version,
    row.attendee_name,
    row.ticket_type_name,
    row.code,
    row.secret.toString('hex'),
    // Only where there are any: a phone without a network has to know them too.
    ...(row.replaced.length > 0 ? [row.replaced.map(({ secret }) => secret.toString('hex'))] : []),
  ]);
}

/** Secrets and codes that find the ticket still, so that they are voided rather than unknown. */
export function replacedCodes(row: TicketRow): [secret: string, code: string][] {
  return row.replaced.map(({ secret, code }) => [secret.toString('hex'), code]);
}

export function useOf(row: TicketRow): Use | null {
  if (row.scan_id === null || row.checked_in_at === null) return null;
  return {
    scanId: row.scan_id,
    at: row.checked_in_at.getTime(),
    gateName: row.gate_name ?? undefined,
    deviceName: row.device_name ?? undefined,
    entry: '0-0',
  };
}

/**
 * A week after the door closes the event leaves Redis, and after a day if the door opens later than that:
 * until then nobody keeps it ready, and whoever tries the door out brings it back. It has to leave hours
 * before the door opens, to be made ready while nobody waits.
 *
 * @param present when it leaves by now: no sale of the weeks before keeps it longer
 */
export function expireAt(
  event: Pick<DoorEvent, 'validFrom' | 'validUntil'>,
  present = Number.POSITIVE_INFINITY,
  now = Date.now(),
): number {
  const tomorrow = now + DAY_MS;
  const opensAt = Date.parse(event.validFrom);
  if (opensAt > tomorrow) return Math.min(tomorrow, opensAt - DAY_MS / 4, present);
  return Math.max(Date.parse(event.validUntil) + 7 * DAY_MS, tomorrow);
}

export function eventFields(event: DoorEvent): Record<string, string> {
  return {
    title: event.title,
    timezone: event.timezone,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    isCancelled: event.isCancelled ? '1' : '0',
    validFrom: String(Date.parse(event.validFrom)),
    validUntil: String(Date.parse(event.validUntil)),
    watermark: event.watermark,
    digest: event.digest,
    ticketTypes: JSON.stringify(event.ticketTypes),
    keyId: event.key ? String(event.key.id) : '',
    publicKey: event.key?.publicKey ?? '',
    codeKey: event.key?.codeKey ?? '',
  };
}

export function gateFields(event: DoorEvent): Record<string, string> {
  return Object.fromEntries(event.gates.map((gate) => [gate.id, gate.name]));
}

export function deviceFields(event: DoorEvent): Record<string, string> {
  return Object.fromEntries(
    event.devices.map(({ tokenHash, gateId, ...device }) => [
      tokenHash,
      JSON.stringify({ ...device, gateId: gateId ?? undefined }),
    ]),
  );
}
