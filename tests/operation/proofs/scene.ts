import type { TestEvent } from '@foyer/testing';
import {
  type DoorEvent,
  doorIsReady,
  eventWithDoor,
} from '../../../infrastructure/load/support/door.ts';
import { dataOf, graphql, type Held, nameAttendees, reserve } from '../../support/buyer.ts';
import { scan as scanTicket } from '../../support/door.ts';
import { openSale } from '../../support/sale.ts';
import { seeded } from '../../support/seed.ts';
import type { System } from '../../support/system.ts';

export type Scene = {
  system: System;
  /** Free tickets. */
  event: TestEvent;
  /** Tickets that cost something. */
  paid: TestEvent;
  door: DoorEvent;
};

export async function setScene(system: System): Promise<Scene> {
  const door = await eventWithDoor(system, { tickets: 200, devices: 2 });
  await doorIsReady(system, door);
  return {
    system,
    event: await openSale(system),
    paid: await openSale(system, { ticketTypes: [{ priceMinor: 2_500 }] }),
    door,
  };
}

/** A page of the event is read. */
export const look = ({ system, event }: Scene) =>
  graphql(
    system,
    'query E($id: UUID!) { event(id: $id) { title ticketTypes(first: 5) { nodes { name } } } }',
    { id: event.id },
    { timeoutMs: 10_000 },
  );

const random = seeded('who is scanned');

/** Some ticket, at some phone. */
export function scan({ system, door }: Scene) {
  return scanTicket(system, random.pick(door.deviceTokens), random.pick(door.tokens));
}

/** Held, with names; ready to be paid or confirmed. */
export async function order(system: System, event: TestEvent): Promise<Held> {
  const held = dataOf(await reserve(system, event));
  await nameAttendees(system, event, held);
  return held;
}
