import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { complete, coverageOf } from './coverage.ts';
import { createRestProbes } from './rest/probes.ts';
import { routesOf } from './routes.ts';
import { sides } from './world/canaries.ts';

/** Every route of the API, asked by each tenant's people for what is the other one's. */
const tenants: Tenants = await startTenants();
const rest = createRestProbes(tenants);
const routes = Object.entries(rest.routes);
afterAll(() => tenants.close());

test('every route of the API is asked', () => {
  const there = routesOf(tenants.api.app).filter((route) => !/^(HEAD|OPTIONS) /.test(route));
  const asked = Object.keys(rest.routes);
  expect(coverageOf('Routes of the API', there, asked)).toEqual(complete);
  // What is asked and not there proves nothing.
  expect(there).toEqual(expect.arrayContaining(asked));
});

describe.each(sides)('with what is of tenant %s', (side) => {
  test.each(routes.map(([route]) => route))('%s is as if it were not there', async (route) => {
    expect(await rest.findingsAbout(side, route)).toEqual([]);
  });

  test('a link of another registration opens none of these', async () => {
    expect(await rest.findingsWithForeignLink(side)).toEqual([]);
  });

  const owned = routes.filter(([, { own }]) => own).map(([route]) => route);
  test.each(owned)('%s does answer its own people', async (route) => {
    expect(await rest.findingsOfOwn(side, route)).toEqual([]);
  });
});
