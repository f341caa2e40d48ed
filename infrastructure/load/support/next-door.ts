import { setTimeout as sleep } from 'node:timers/promises';
import { insertEvent, insertOrganization } from '@foyer/testing';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import { settle } from './bench.ts';
import { checkSales, eventOnSale, ordersOf, reserveOutcomes, signInMany } from './buyers.ts';
import { loadApart } from './http-load.ts';
import type { LoadReport } from './load-client.ts';

/** What the neighbour met, and the crowd beside it. */
export type Visit = LoadReport & { crowd?: LoadReport };

/** Ten times what the waiting room admits. */
const floodPerSecond = 500;

/**
 * A small event of one tenant beside two large ones of others: one that is flooded behind its waiting room,
 * with proof of work, as every event has them, and one without a room whose 64 clients send as fast as they
 * are answered.
 */
export async function moveInNextDoor(system: System) {
  const port = Number(new URL(system.plan.publicUrls.api).port);
  const tokens = await signInMany(system, 64);
  const small = await eventOnSale(system);
  const { id: orgId } = await insertOrganization(system.admin);
  const rushed = await insertEvent(system.admin, {
    orgId,
    waitingRoom: 'auto',
    quotas: { event: 10_000_000 },
  });
  const unprotected = await eventOnSale(system);
  const crowds = {
    flood: { event: rushed, perSecond: floodPerSecond },
    'worst case': { event: unprotected, perSecond: undefined },
  };
  const acknowledged: Record<string, string[]> = {
    [small.id]: [],
    [rushed.id]: [],
    [unprotected.id]: [],
  };

  const query = JSON.stringify({
    query:
      'query($id: UUID!) { event(id: $id) { title summary startsAt endsAt timezone organization { name slug } ticketTypes(first: 50) { nodes { id name priceMinor remaining availability } } } }',
    variables: { id: small.id },
  });
  const page = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(query)}\r\n\r\n${query}`;

  /** A hundred pages and a hundred orders a second: enough that one slow answer is not the 99th percentile. */
  async function look(seconds: number): Promise<LoadReport> {
    const report = await loadApart({
      host: '127.0.0.1',
      port,
      clients: 8,
      seconds,
      perSecond: 200,
      requests: ordersOf(system, small, tokens.slice(0, 4)).requests.flatMap((order) => [
        page,
        order,
      ]),
      outcomes: { page: '"title":"', held: reserveOutcomes.held },
    });
    acknowledged[small.id]?.push(...(report.kept.held ?? []));
    return report;
  }

  async function rush(crowd: keyof typeof crowds, seconds: number): Promise<LoadReport> {
    const { event, perSecond } = crowds[crowd];
    const report = await loadApart({
      ...ordersOf(system, event, tokens),
      clients: 64,
      seconds,
      perSecond,
      outcomes: {
        held: reserveOutcomes.held,
        refused: '"code":"(?:WAITING_ROOM|PROOF_REQUIRED)"',
      },
    });
    acknowledged[event.id]?.push(...(report.kept.held ?? []));
    return report;
  }

  return {
    /** Registrations that were acknowledged to anybody. */
    acknowledged: () => Object.values(acknowledged).flat(),
    /** The neighbour's people, for so many seconds, alone or beside a crowd. */
    async visit(seconds: number, crowd?: keyof typeof crowds): Promise<Visit> {
      await settle(system);
      // What the crowd of the turn before left to clean up in the API's memory is not part of this one.
      await look(1);
      const rushing = crowd && rush(crowd, seconds + 2);
      if (rushing) await sleep(1_000);
      const report = await look(seconds);
      if (report.firstBad) console.log(`a bad answer: ${report.firstBad}`);
      return { ...report, crowd: await rushing };
    },
    /** @returns "ok", or the first thing that is wrong with what was sold */
    async check(): Promise<string> {
      for (const [eventId, theirs] of Object.entries(acknowledged)) {
        const problem = await checkSales(system, eventId, theirs);
        if (problem !== 'ok') return problem;
      }
      return 'ok';
    },
  };
}
