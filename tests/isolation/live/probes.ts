import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@foyer/testing';
import { io, type Socket } from 'socket.io-client';
import type { Tenants } from '../../support/isolation-tenants.ts';
import { Findings } from '../findings.ts';
import { type Side, type World, worlds } from '../world/canaries.ts';
import type { Viewer } from '../world/viewers.ts';

const nobody = 'cccc0bad-0000-7000-8000-00000000dead';

/** Messages from the client, and what is public about the answer. */
export const watches: Record<string, { isPublicFor: World[]; because?: string }> = {
  'watch:event': { isPublicFor: [] },
  'watch:availability': { isPublicFor: ['public'], because: 'the event page shows what is left' },
  'watch:waiting-room': {
    isPublicFor: ['public'],
    because: 'whoever may buy may stand in the line',
  },
};
export const others = ['unwatch'];

/** Every message that the server listens to. */
export function heardMessages(): string[] {
  const folder = join(import.meta.dirname, '../../../apps/api/src/live');
  return readdirSync(folder)
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/socket\.on\(\s*'([^']+)'/g),
    ])
    .map(([, name]) => String(name));
}

type Listener = { viewer: Viewer; socket: Socket; heard: string[] };

/** Every watch at /live, to be asked by whomever for either tenant's events. */
export function createLiveProbes({ plant, leaksOf, viewers, strangersOf, api }: Tenants) {
  const eventId = (side: Side, world: World): string =>
    String(plant.find(side, 'app_public.events', world).values.id);

  async function connect(viewer: Viewer): Promise<Listener> {
    const { userId, eventLink } = viewer.claims;
    const socket = io(api.url, {
      path: '/live',
      forceNew: true,
      transports: ['websocket'],
      auth: {
        ...(userId && { token: api.bearer(userId).authorization.slice('Bearer '.length) }),
        ...(eventLink && { eventLink }),
      },
    });
    const heard: string[] = [];
    socket.onAny((...message) => heard.push(JSON.stringify(message)));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return { viewer, socket, heard };
  }

  /** Asks for each event, and with a link that somebody made up. */
  async function knock(
    { viewer, socket }: Listener,
    name: string,
    side: Side,
    findings: Findings,
  ): Promise<void> {
    const ask = async (wish: object) => JSON.stringify(await socket.emitWithAck(name, wish));
    const none = await ask({ eventId: nobody });
    const isPublicFor = watches[name]?.isPublicFor ?? [];
    for (const world of worlds) {
      const ack = await ask({ eventId: eventId(side, world) });
      if (!isPublicFor.includes(world) && ack !== none)
        findings.add(`${world}: not yours is ${ack}, not there ${none}`, viewer);
    }
    // What somebody else's link opens is not opened by an id alone.
    const wish = { eventId: eventId(side, 'unlisted'), eventLink: 'not-the-link-at-all' };
    const ack = await ask(wish);
    if (ack !== none) findings.add(`made-up link: ${ack}`, viewer);
  }

  /** The control: the owner is admitted and hears of a change. @throws when not */
  async function moveWhatIsWatched({ socket, heard }: Listener, name: string, side: Side) {
    for (const world of ['unlisted', 'public'] as const) {
      const ack = await socket.emitWithAck(name, { eventId: eventId(side, world) });
      if (ack.ok !== true) throw new Error(`${name} refuses the owner: ${JSON.stringify(ack)}`);
      await until(() => heard.some((message) => message.includes(eventId(side, world))));
      const before = heard.length;
      await api.db.pools.admin.query(
        'update app_public.quotas set held_count = held_count + 1 where event_id = $1',
        [eventId(side, world)],
      );
      if (name !== 'watch:waiting-room') await until(() => heard.length > before);
    }
  }

  return {
    /** What is wrong with what everybody who is no part of a tenant is answered, and hears of afterwards. */
    async findingsAbout(side: Side, name: string): Promise<string[]> {
      const findings = new Findings();
      const owner = viewers.find((v) => v.side === side && v.role === 'owner') as Viewer;
      const strangers: Listener[] = [];
      const own = await connect(owner);
      try {
        for (const viewer of strangersOf(side)) {
          const stranger = await connect(viewer);
          strangers.push(stranger);
          await knock(stranger, name, side, findings);
        }
        await moveWhatIsWatched(own, name, side);
        const isPublicFor = watches[name]?.isPublicFor ?? [];
        for (const { viewer, heard } of strangers) {
          for (const message of heard)
            if (!isPublicFor.some((world) => message.includes(eventId(side, world))))
              findings.add(`heard ${message}`, viewer);
          for (const leak of leaksOf(side, heard.join('\n'))) findings.add(leak, viewer);
        }
        return findings.list();
      } finally {
        for (const { socket } of [...strangers, own]) socket.disconnect();
      }
    },
  };
}
