import { createTestDatabase, type TestDatabase } from '@foyer/testing';
import { getIntrospectionQuery } from 'graphql';
import { startGraphQL } from './support.ts';

let db: TestDatabase;
let api: Awaited<ReturnType<typeof startGraphQL>>;
beforeAll(async () => {
  db = await createTestDatabase();
  api = await startGraphQL(db);
});
afterAll(async () => {
  await api.close();
  await db.close();
});

test('the schema may be read: it is public', async () => {
  const { data, errors } = await api.query(getIntrospectionQuery());
  expect(errors).toBeUndefined();
  expect(data.__schema.types.length).toBeGreaterThan(50);
});

test.each([
  [
    'root fields hidden in a fragment',
    `{ ...Many } fragment Many on Query { ${Array.from({ length: 21 }, (_, i) => `a${i}: me { id }`).join(' ')} }`,
  ],
  [
    'mutations hidden in an inline fragment',
    `mutation { ... { ${Array.from({ length: 6 }, (_, i) => `a${i}: requestTicketLinks(input: {email: "a@example.org"}) { boolean }`).join(' ')} } }`,
  ],
  [
    'fields multiplied by fragments within fragments',
    `{ ${Array.from({ length: 10 }, (_, i) => `a${i}: me { ...A }`).join(' ')} }
     fragment A on User { ...B b0: id b1: id b2: id } fragment B on User { ${Array.from({ length: 70 }, (_, i) => `c${i}: id`).join(' ')} }`,
  ],
  ['a fragment that holds itself', '{ me { ...A } } fragment A on User { id ...A }'],
  ['very many directives', `{ me { ${'id @include(if: true) '.repeat(51)} } }`],
  [
    'an introspection that winds in circles',
    `{ __schema { types { ${'fields { type { '.repeat(12)} name ${'} } '.repeat(12)} } } }`,
  ],
])('refused before anything runs: %s', async (_what, query) => {
  const { data, errors } = await api.query(query);
  expect(data ?? null).toBeNull();
  expect(errors?.length).toBeGreaterThan(0);
  const { rows } = await db.pools.admin.query('select from app_private.outbox');
  expect(rows).toEqual([]);
});
