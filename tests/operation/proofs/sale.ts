import { randomUUID } from 'node:crypto';
import { dataOf, graphql, reserve } from '../../support/buyer.ts';
import { openSale } from '../../support/sale.ts';
import { keepDoing, keepLocked, openTransaction } from './disturb.ts';
import type { Proof } from './proof.ts';
import { look } from './scene.ts';

export const sale: Proof[] = [
  {
    fault: 'a migration took away a function that pages call',
    raises: ['FoyerRequestsFailing'],
    async cause(scene) {
      const { admin } = scene.system;
      await admin.query(
        'alter function app_public.ticket_types_remaining rename to ticket_types_remaining_2',
      );
      const stop = keepDoing(
        () =>
          graphql(
            scene.system,
            'query R($id: UUID!) { event(id: $id) { ticketTypes(first: 5) { nodes { remaining } } } }',
            { id: scene.event.id },
          ),
        2,
        50,
      );
      return async () => {
        await admin.query(
          'alter function app_public.ticket_types_remaining_2 rename to ticket_types_remaining',
        );
        await stop();
      };
    },
  },
  {
    fault: 'a statement by hand locks the events for seconds at a time',
    raises: ['FoyerRequestsSlow'],
    // Who looks for lines that are to move reads the events, too, and gives up after a quarter of a second.
    mayRaise: ['FoyerWaitingRoomStuck'],
    async cause(scene) {
      const stopLocks = await keepLocked(
        scene.system.admin,
        2_000,
        'lock table app_public.events in access exclusive mode',
      );
      const stop = keepDoing(() => look(scene), 3);
      return async () => {
        await stopLocks();
        await stop();
      };
    },
  },
  {
    fault: 'every connection of the API waits for a locked table',
    raises: ['FoyerPoolExhausted'],
    // The API asks after the database through such a connection.
    mayRaise: ['FoyerRequestsSlow', 'FoyerRequestsFailing', 'FoyerDependencyDown'],
    async cause(scene) {
      const stopLocks = await keepLocked(
        scene.system.admin,
        2_000,
        'lock table app_public.events in access exclusive mode',
      );
      const stop = keepDoing(() => look(scene), 40);
      return async () => {
        await stopLocks();
        await stop();
      };
    },
  },
  {
    fault: 'somebody keeps the row of a quota locked while people buy',
    raises: ['FoyerReservationsSlow'],
    mayRaise: ['FoyerRequestsSlow', 'FoyerRequestsFailing'],
    isQuick: true,
    async cause(scene) {
      const { system, event } = scene;
      const unlock = await openTransaction(
        system.admin,
        `select from app_public.quotas where event_id = '${event.id}' for update`,
      );
      const stop = keepDoing(() => reserve(system, event, { timeoutMs: 20_000 }), 4, 200);
      return async () => {
        await unlock();
        await stop();
      };
    },
  },
  {
    // Three hundred are worked on. The others wait in front of the batches; that is where demand shows.
    fault:
      'more people order than the machine takes, and twelve hundred wait before anybody works on theirs',
    raises: ['FoyerReservationsSlow'],
    mayRaise: ['FoyerRequestsSlow'],
    async cause(scene) {
      const { system, event } = scene;
      const stopLocks = await keepLocked(
        system.admin,
        700,
        `select from app_public.quotas where event_id = '${event.id}' for update`,
      );
      const stop = keepDoing(() => reserve(system, event), 1_500);
      return async () => {
        await stopLocks();
        await stop();
      };
    },
  },
  {
    fault: 'a forgotten transaction keeps a line locked',
    raises: ['FoyerWaitingRoomStuck'],
    async cause({ system }) {
      const { admin } = system;
      const event = await openSale(system, { waitingRoom: 'auto' });
      const room = (mode: 'always' | 'off') =>
        admin.query(
          `insert into app_public.waiting_rooms (org_id, event_id, mode, proof_of_work) values ($1, $2, $3, 'off')
           on conflict (org_id, event_id) do update set mode = excluded.mode`,
          [event.orgId, event.id, mode],
        );
      await room('always');
      dataOf(
        await graphql(
          system,
          'mutation J($input: JoinWaitingRoomInput!) { joinWaitingRoom(input: $input) { number } }',
          { input: { eventId: event.id, visitorKey: randomUUID() } },
        ),
      );
      const unlock = await openTransaction(
        admin,
        `select from app_private.waiting_lines where event_id = '${event.id}' for update`,
      );
      return async () => {
        await unlock();
        await room('off');
      };
    },
  },
  {
    fault: 'holds cannot be released, because their quota is locked',
    raises: ['FoyerHoldsOverdue'],
    async cause({ system, event }) {
      const held = dataOf(await reserve(system, event));
      const unlock = await openTransaction(
        system.admin,
        `select from app_public.quotas where event_id = '${event.id}' for update`,
      );
      await system.admin.query(
        `update app_public.registrations set expires_at = now() - interval '10 minutes' where id = $1`,
        [held.registrationId],
      );
      return unlock;
    },
  },
];
