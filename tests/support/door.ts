import { randomUUID } from 'node:crypto';
import { loadEventKey } from '@foyer/db';
import { confirm, reservationRequest, reserve, type TestEvent } from '@foyer/testing';
import { importPrivateKey, signTicket } from '@foyer/ticket-token';
import type { ScanAnswer } from '@foyer/types';
import pg from 'pg';
import { newDeviceSecret } from '../../apps/checkin/src/scan/device-token.ts';
import { openSale } from './sale.ts';
import type { System } from './system.ts';

export interface Door {
  event: TestEvent;
  /** What the QR codes of the sold tickets say. */
  tokens: string[];
  /** Paired phones, by their bearer tokens. */
  devices: string[];
}

/** An event that is on now, with tickets sold through the product, and paired phones. */
export async function openDoor(
  system: System,
  options: { tickets: number; devices: number },
): Promise<Door> {
  const { admin } = system;
  const event = await openSale(system, { startsAt: new Date(Date.now() - 3_600_000) });
  for (let left = options.tickets; left > 0; left -= 10) {
    const held = await reserve(admin, reservationRequest(event, { quantity: Math.min(left, 10) }));
    await confirm(admin, held.registrationId);
  }
  return {
    event,
    tokens: await tokensOf(system, event),
    devices: await pairDevices(system, event, options.devices),
  };
}

async function tokensOf({ admin, plan, secrets }: System, event: TestEvent): Promise<string[]> {
  const { rows } = await admin.query<{ secret: Buffer; from: Date; until: Date }>(
    `select s.secret, lower(app_hidden.check_in_window(e)) as from, upper(app_hidden.check_in_window(e)) as until
     from app_public.tickets t
     join app_private.ticket_secrets s on s.ticket_id = t.id
     join app_public.events e on e.id = t.event_id
     where t.event_id = $1 order by t.id`,
    [event.id],
  );
  const worker = new pg.Pool({ connectionString: plan.databaseUrls.worker, max: 1 });
  const key = await loadEventKey(worker, secrets.foyerSecret, event.id);
  await worker.end();
  const privateKey = importPrivateKey(key.privateKey);
  return rows.map(({ secret, from, until }) =>
    signTicket(
      {
        secret: new Uint8Array(secret),
        eventId: event.id,
        validFrom: from,
        validUntil: until,
        version: 1,
        keyId: key.keyId,
      },
      privateKey,
    ),
  );
}

async function pairDevices({ admin }: System, event: TestEvent, count: number) {
  const secrets = Array.from({ length: count }, () => newDeviceSecret());
  await admin.query(
    `with paired as (
       insert into app_public.devices (org_id, event_id, name, paired_at)
       select $1, $2, 'Phone ' || n, now() from generate_series(1, cardinality($3::bytea[])) n returning id),
     numbered as (select id, row_number() over () as n from paired)
     insert into app_private.device_secrets (device_id, token_hash) select id, ($3::bytea[])[n] from numbered`,
    [event.orgId, event.id, secrets.map(({ hash }) => hash)],
  );
  return secrets.map(({ secret }) => `${event.id}.${secret}`);
}

export type Scanned =
  | { outcome: 'answered'; verdict: ScanAnswer['verdict'] }
  | { outcome: 'refused'; status: number; code: string; retryAfter: string | null }
  | { outcome: 'none' };

export async function scan(
  system: System,
  device: string,
  token: string,
  scanId: string = randomUUID(),
): Promise<Scanned> {
  try {
    const response = await fetch(`${system.plan.publicUrls.checkin}/scans`, {
      method: 'POST',
      headers: { authorization: `Bearer ${device}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        scanId,
        token,
        method: 'scan',
        scannedAt: new Date().toISOString(),
      }),
      signal: AbortSignal.timeout(10_000),
    });
    const body = (await response.json()) as ScanAnswer & { error?: { code: string } };
    if (response.ok) {
      const verdict = body.verdict === 'replayed' ? originalOf(body) : body.verdict;
      return { outcome: 'answered', verdict };
    }
    return {
      outcome: 'refused',
      status: response.status,
      code: body.error?.code ?? '',
      retryAfter: response.headers.get('retry-after'),
    };
  } catch {
    return { outcome: 'none' };
  }
}

/** What the first presentation of this scan was answered: its phone did not hear it. */
function originalOf(answer: ScanAnswer): ScanAnswer['verdict'] {
  return (answer as { originalVerdict?: ScanAnswer['verdict'] }).originalVerdict ?? answer.verdict;
}

/**
 * As a phone does it: the same scan id until there is a verdict.
 * @param onTrouble hears of every answer that was none
 */
export async function scanUntilAnswered(
  system: System,
  device: string,
  token: string,
  onTrouble: (trouble: Exclude<Scanned, { outcome: 'answered' }>) => void = () => {},
  timeoutMs = 30_000,
): Promise<ScanAnswer['verdict']> {
  const scanId = randomUUID();
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await scan(system, device, token, scanId);
    if (answer.outcome === 'answered') return answer.verdict;
    onTrouble(answer);
    if (Date.now() > deadline) throw new Error(`no verdict in time: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
