import {
  buildClientSchema,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
} from 'graphql';
import type { Plant } from '../world/plant.ts';

/** The schema as the running API tells it. */
export async function readSchema(apiUrl: string): Promise<GraphQLSchema> {
  const response = await fetch(`${apiUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Parameters<typeof buildClientSchema>[0];
    errors?: unknown;
  };
  if (!data) throw new Error(`The API does not tell its schema: ${JSON.stringify(errors)}`);
  return buildClientSchema(data);
}

export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');

/** The table of a type (`LedgerEntry`) or of what an id names (`ledgerEntryId`); null when there is none. */
export function createTableFinder(plant: Plant) {
  const known = new Set(plant.tables.map(({ name }) => name));
  return (name: string): string | null => {
    const snake = snakeCase(name);
    const plural = snake.replace(/y$/, 'ie').replace(/s$/, 'se');
    const found = [`${snake}s`, `${plural}s`, snake].find((t) => known.has(`app_public.${t}`));
    return found ? `app_public.${found}` : null;
  };
}
export type FindTable = ReturnType<typeof createTableFinder>;

/** What an argument or input field refers to: the row whose cell the caller has to know. */
export type Slot = { table: string; column: string };

const people = ['userId', 'createdBy', 'checkedInBy', 'undoneBy'];
const aliases: Record<string, Slot> = {
  orgId: { table: 'app_public.organizations', column: 'id' },
  eventSlug: { table: 'app_public.events', column: 'slug' },
  orgSlug: { table: 'app_public.organizations', column: 'slug' },
  undoneByDeviceId: { table: 'app_public.devices', column: 'id' },
  recordId: { table: 'app_public.registrations', column: 'id' },
  endpointId: { table: 'app_public.webhook_endpoints', column: 'id' },
  deliveryId: { table: 'app_public.webhook_deliveries', column: 'id' },
  quotaIds: { table: 'app_public.quotas', column: 'id' },
};

/** @param owner the table of the thing itself, which `id`, `slug` and `email` mean */
export function slotOf(
  name: string,
  type: string,
  owner: string | null,
  find: FindTable,
): Slot | null {
  if (aliases[name]) return aliases[name];
  if (owner && ['id', 'slug', 'email'].includes(name)) return { table: owner, column: name };
  if (people.includes(name)) return { table: 'app_public.users', column: 'id' };
  const table = /Id$/.test(name) && type === 'UUID' ? find(name.slice(0, -2)) : null;
  return table ? { table, column: 'id' } : null;
}

export const named = (type: GraphQLOutputType | GraphQLInputType): string =>
  getNamedType(type).name;

/** The object types that a field leads to, through connections and payloads or directly. */
export function objectOf(type: GraphQLOutputType): GraphQLObjectType | null {
  const inner = getNamedType(type);
  return isObjectType(inner) ? inner : null;
}

export const isConnection = (type: GraphQLObjectType): boolean => type.name.endsWith('Connection');

/** What a connection lists. */
export function nodeOf(connection: GraphQLObjectType): GraphQLObjectType | null {
  const nodes = connection.getFields().nodes;
  return nodes ? objectOf(nodes.type) : null;
}
