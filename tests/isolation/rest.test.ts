import { startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { createRestProbes } from './rest/probes.ts';
import { sides } from './world/canaries.ts';

/** Every route of the API, asked by each tenant's people for what is the other one's. */
const tenants: Tenants = await startTenants();
const rest = createRestProbes(tenants);
const routes = Object.entries(rest.routes);
afterAll(() => tenants.close());

test('every route of the API is asked', () => {
  expect(rest.unasked()).toEqual([]);
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
