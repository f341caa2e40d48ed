import * as testing from '@foyer/testing';

export type SoldTicket = testing.SignedTicket;

export const sellTickets = (
  db: testing.TestDatabase,
  event: testing.TestEvent,
  count: number,
  secret: string,
) => testing.sellTickets(db.pools.admin, event, count, secret);
