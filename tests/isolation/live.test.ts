import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@foyer/testing';
import { io, type Socket } from 'socket.io-client';
import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { Findings } from './findings.ts';
import { type Side, sides, type World, worlds } from './world/canaries.ts';
import type { Viewer } from './world/viewers.ts';

/** Every watch at /live, asked by each tenant's people for the other one's events. */
const tenants: Tenants = await startTenants();
const { plant, leaksOf, viewers, api } = tenants;
afterAll(() => tenants.close());

const nobody = 'cccc0bad-0000-7000-8000-00000000dead';
const eventId = (side: Side, world: World): string =>
  String(plant.find(side, 'app_public.events', world).values.id);

/** Messages from the client, and what is public about the answer. */
const watches: Record<string, { isPublicFor: World[]; because?: string }> = {
  'watch:event': { isPublicFor: [] },
  'watch:availability': { isPublicFor: ['public'], because: 'the event page shows what is left' },
  'watch:waiting-room': {
    isPublicFor: ['public'],
    because: 'whoever may buy may stand in the line',
  },
};
const others = ['unwatch'];

test('every message that the server listens to is asked', () => {
  const folder = join(import.meta.dirname, '../../apps/api/src/live');
  const heard = readdirSync(folder)
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/socket\.on\(\s*'([^']+)'/g),
    ])
    .map(([, name]) => name);
  expect(heard.filter((name) => !(name && (watches[name] || others.includes(name))))).toEqual([]);
  // And every message that is asked is listened to, or its test proves nothing.
  expect(heard).toEqual(expect.arrayContaining([...Object.keys(watches), ...others]));
});

async function connect({ claims }: Viewer): Promise<{ socket: Socket; heard: string[] }> {
  const socket = io(api.url, {
    path: '/live',
    forceNew: true,
    transports: ['websocket'],
    auth: {
      ...(claims.userId && {
        token: api.bearer(claims.userId).authorization.slice('Bearer '.length),
      }),
      ...(claims.eventLink && { eventLink: claims.eventLink }),
    },
  });
  const heard: string[] = [];
  socket.onAny((...message) => heard.push(JSON.stringify(message)));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return { socket, heard };
}

describe.each(sides)("tenant %s's events", (side) => {
  test.each(Object.entries(watches))(
    '%s admits nobody else, as if there were no such event',
    async (name, { isPublicFor }) => {
      const findings = new Findings();
      const sockets: { viewer: Viewer; socket: Socket; heard: string[] }[] = [];
      const owner = viewers.find((v) => v.side === side && v.role === 'owner') as Viewer;
      const own = await connect(owner);
      try {
        for (const viewer of viewers.filter((v) => v.side !== side)) {
          const { socket, heard } = await connect(viewer);
          sockets.push({ viewer, socket, heard });
          const none = await socket.emitWithAck(name, { eventId: nobody });
          for (const world of worlds) {
            const ack = await socket.emitWithAck(name, { eventId: eventId(side, world) });
            if (isPublicFor.includes(world)) continue;
            if (JSON.stringify(ack) !== JSON.stringify(none))
              findings.add(
                `${world}: not yours is ${JSON.stringify(ack)}, not there ${JSON.stringify(none)}`,
                viewer,
              );
          }
          // What somebody else's link opens is not opened by an id alone.
          const ack = await socket.emitWithAck(name, {
            eventId: eventId(side, 'unlisted'),
            eventLink: 'not-the-link-at-all',
          });
          if (JSON.stringify(ack) !== JSON.stringify(none))
            findings.add(`made-up link: ${JSON.stringify(ack)}`, viewer);
        }
        // The control: the owner is admitted and hears of a change.
        for (const world of ['unlisted', 'public'] as const) {
          expect(await own.socket.emitWithAck(name, { eventId: eventId(side, world) })).toEqual({
            ok: true,
          });
          await until(() => own.heard.some((message) => message.includes(eventId(side, world))));
          const before = own.heard.length;
          await api.db.pools.admin.query(
            'update app_public.quotas set held_count = held_count + 1 where event_id = $1',
            [eventId(side, world)],
          );
          if (name !== 'watch:waiting-room') await until(() => own.heard.length > before);
        }
        for (const { viewer, heard } of sockets) {
          const secret = heard.filter(
            (message) => !isPublicFor.some((world) => message.includes(eventId(side, world))),
          );
          for (const message of secret) findings.add(`heard ${message}`, viewer);
          for (const leak of leaksOf(side, heard.join('\n'))) findings.add(leak, viewer);
        }
        expect(findings.list()).toEqual([]);
      } finally {
        for (const { socket } of [...sockets, own]) socket.disconnect();
      }
    },
  );
});
