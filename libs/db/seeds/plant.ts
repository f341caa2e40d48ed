import { hash } from '@node-rs/argon2';
import type pg from 'pg';
import { demoPassword } from './accounts.ts';
import { withHistoricAudit } from './audit.ts';
import { buildWorld } from './build.ts';
import { insertRows } from './insert.ts';
import { checkInvariants } from './invariants.ts';

/** Writes the world as it stands at `now`, in the client's transaction and as the tables' owner. */
export async function plantWorld(client: pg.ClientBase, now: Date): Promise<void> {
  const world = buildWorld(now, await hash(demoPassword));
  await withHistoricAudit(client, () => insertRows(client, world));
  await checkInvariants(client);
}
