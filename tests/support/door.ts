import { randomUUID } from 'node:crypto';
import { sellTickets, type TestEvent } from '@foyer/testing';
import type { ScanAnswer } from '@foyer/types';
import { plantDevices } from '../../infrastructure/load/support/door.ts';
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
  const { admin, secrets } = system;
  const event = await openSale(system, { startsAt: new Date(Date.now() - 3_600_000) });
  const tickets = await sellTickets(admin, event, options.tickets, secrets.foyerSecret);
  return {
    event,
    tokens: tickets.map(({ token }) => token),
    devices: await plantDevices(admin, event, options.devices),
  };
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
