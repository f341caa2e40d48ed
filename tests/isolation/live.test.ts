import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { complete, coverageOf } from './coverage.ts';
import { createLiveProbes, heardMessages, others, watches } from './live/probes.ts';
import { sides } from './world/canaries.ts';

/** Every watch at /live, asked by each tenant's people for the other one's events. */
const tenants: Tenants = await startTenants();
const live = createLiveProbes(tenants);
afterAll(() => tenants.close());

test('every message that the server listens to is asked', () => {
  const asked = [...Object.keys(watches), ...others];
  expect(coverageOf('Messages of /live', heardMessages(), asked)).toEqual(complete);
  // What is asked and not listened to proves nothing.
  expect(heardMessages()).toEqual(expect.arrayContaining(asked));
});

test.each(sides.flatMap((side) => Object.keys(watches).map((name) => [side, name] as const)))(
  "tenant %s's events: %s admits nobody else, as if there were no such event",
  async (side, name) => {
    expect(await live.findingsAbout(side, name)).toEqual([]);
  },
);
