import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { type FindTable, named, objectOf, type Slot, slotOf } from './schema.ts';
import { everythingOf } from './selections.ts';

/** A place in a mutation's input where an id (or an address) of something goes. */
export type InputSlot = { path: string; type: string; slot: Slot };
export type Mutation = {
  name: string;
  slots: InputSlot[];
  covers: Set<string>;
  query: string;
  /** The input with a value for every slot; everything else is filled with something valid. */
  input: (give: (slot: InputSlot) => unknown) => Record<string, unknown>;
};

/** What input fields want that their type does not say. */
const valid: Record<string, () => unknown> = {
  slug: () => `made-by-a-test-${Math.random().toString(36).slice(2, 10)}`,
  timezone: () => 'Europe/Berlin',
  currency: () => 'EUR',
  locale: () => 'en',
  phone: () => '+491700000000',
  websiteUrl: () => 'https://made-by-a-test.example',
  contactEmail: () => 'made@by-a-test.example',
  buyerEmail: () => 'made@by-a-test.example',
  email: () => 'made@by-a-test.example',
  colors: () => ({ primary: '#112233', accent: '#445566' }),
  holdSeconds: () => 900,
  capacity: () => 100,
  startsAt: () => '2031-05-01T10:00:00Z',
  endsAt: () => '2031-05-01T12:00:00Z',
  checkInOpensAt: () => '2031-05-01T09:00:00Z',
  checkInClosesAt: () => '2031-05-01T13:00:00Z',
  transfersCloseAt: () => '2031-05-01T09:00:00Z',
  opensAt: () => '2031-05-01T09:00:00Z',
  closesAt: () => '2031-05-01T13:00:00Z',
  saleStartsAt: () => '2030-05-01T10:00:00Z',
  saleEndsAt: () => '2031-05-01T10:00:00Z',
  // Keys of the client's own, which name nothing of anybody.
  visitorKey: () => crypto.randomUUID(),
  idempotencyKey: () => crypto.randomUUID(),
};

/** Composite inputs whose `id` is that of a row, by the start of their name. */
const inputTables: [RegExp, string][] = [
  [/^QuotaInput/, 'app_public.quotas'],
  [/^TicketTypeInput/, 'app_public.ticket_types'],
];

/** What finds something under a name of its own. Elsewhere an e-mail address is just text. */
const findsBy: Record<string, Slot> = {
  'requestTicketLinks.email': { table: 'app_public.registrations', column: 'buyer_email' },
  'cancelTickets.ticketIds': { table: 'app_public.tickets', column: 'id' },
  'cancelMyTickets.ticketIds': { table: 'app_public.tickets', column: 'id' },
  'claimAdmission.place': { table: 'app_private.waiting_places', column: 'id' },
  'updateUserByEmail.email': { table: 'app_public.users', column: 'email' },
  'updateOrganizationBySlug.slug': { table: 'app_public.organizations', column: 'slug' },
};

export function readMutations(schema: GraphQLSchema, find: FindTable): Mutation[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => {
    const covers = new Set([`Mutation.${field.name}`]);
    const payload = objectOf(field.type);
    const selection = payload ? everythingOf(payload, 1, covers).text : '';
    const inputType = getNamedType(field.args[0]?.type as GraphQLInputType);
    if (!isInputObjectType(inputType)) throw new Error(`${field.name} takes no input object.`);
    // update…(id) and delete…(id): the thing is named by the payload.
    const thing = Object.values(payload?.getFields() ?? {})
      .map(({ type }) => objectOf(type))
      .map((type) => (type && type.name !== 'Query' ? find(type.name) : null))
      .find((table) => table !== null);
    const slots: InputSlot[] = [];
    const shape = shapeOf(inputType, field.name, thing ?? null, '', slots, covers, find);
    return {
      name: field.name,
      slots,
      covers,
      query: `mutation ($input: ${String(field.args[0]?.type)}) { answer: ${field.name}(input: $input) ${selection} }`,
      input: (give) => filled(shape, give) as Record<string, unknown>,
    };
  });
}

type Shape =
  | { kind: 'object'; fields: [string, Shape][] }
  | { kind: 'list'; item: Shape }
  | { kind: 'slot'; slot: InputSlot }
  | { kind: 'value'; make: () => unknown };

function shapeOf(
  type: GraphQLInputObjectType,
  mutation: string,
  thing: string | null,
  path: string,
  slots: InputSlot[],
  covers: Set<string>,
  find: FindTable,
): Shape {
  const fields = Object.values(type.getFields()).flatMap((field): [string, Shape][] => {
    if (field.name === 'clientMutationId') return [];
    covers.add(`${type.name}.${field.name}`);
    const at = `${path}${field.name}`;
    const inner = getNamedType(field.type);
    const isList = isListType(getNullableType(field.type));
    const owner =
      inputTables.find(([start]) => start.test(type.name))?.[1] ?? (path === '' ? thing : null);
    const known =
      findsBy[`${mutation}.${at}`] ??
      (named(field.type) === 'UUID' ? slotOf(field.name, 'UUID', owner, find) : null);
    let shape: Shape;
    if (isInputObjectType(inner)) {
      shape = shapeOf(inner, mutation, thing, `${at}.`, slots, covers, find);
    } else if (known) {
      const slot = { path: at, type: named(field.type), slot: known };
      slots.push(slot);
      shape = { kind: 'slot', slot };
    } else {
      shape = { kind: 'value', make: valid[field.name] ?? (() => somethingOf(inner)) };
    }
    return [[field.name, isList ? { kind: 'list', item: shape } : shape]];
  });
  return { kind: 'object', fields };
}

function somethingOf(type: GraphQLNamedInputType): unknown {
  if (isEnumType(type)) return type.getValues()[0]?.name;
  const made: Record<string, unknown> = {
    String: 'Made by a test',
    JSON: { made: 'by a test' },
    Int: 1,
    BigInt: '1',
    Float: 1,
    Boolean: false,
    Datetime: '2031-05-01T10:00:00Z',
  };
  if (!(type.name in made))
    throw new Error(`Say in mutations.ts what a ${type.name} is filled with.`);
  return made[type.name];
}

function filled(shape: Shape, give: (slot: InputSlot) => unknown): unknown {
  switch (shape.kind) {
    case 'object':
      return Object.fromEntries(shape.fields.map(([name, inner]) => [name, filled(inner, give)]));
    case 'list':
      return [filled(shape.item, give)];
    case 'slot':
      return give(shape.slot);
    case 'value':
      return shape.make();
  }
}
