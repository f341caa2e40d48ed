import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
} from 'graphql';
import {
  type FindTable,
  isConnection,
  named,
  nodeOf,
  objectOf,
  type Slot,
  slotOf,
  snakeCase,
} from './schema.ts';
import { everythingOf, selectionOf } from './selections.ts';

/** One question to the API, to be asked with whoever's ids. */
export type Probe = {
  name: string;
  /** What of the schema it asks: `Type.field`, `Type.field(argument)`, `Input.field`. */
  covers: Set<string>;
  slots: { argument: string; type: string; slot: Slot }[];
  /** How many fields that is, about. */
  size: number;
  /** The field with its arguments as `$<argument>…` and its selection. */
  text: (variable: (argument: string) => string) => string;
  /** The table whose row (or rows) the root field gives. */
  root: string | null;
  /** The field of that row that is asked for, and the table behind it. */
  relation: { field: string; table: string | null } | null;
};

const paging = ['first', 'last', 'offset', 'after', 'before'];

/** Every field of Query by its ids, every filter and order, and every field of an object that leads on. */
export function readProbes(schema: GraphQLSchema, find: FindTable): Probe[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    ({ name }) => name !== 'query',
  );
  return [...roots.flatMap((field) => rootProbes(field, find)), ...relationProbes(roots, find)];
}

type Field = GraphQLField<unknown, unknown>;

const ownerOf = (field: Field, find: FindTable): string | null => {
  const type = objectOf(field.type);
  const node = type && isConnection(type) ? nodeOf(type) : type;
  return node ? find(node.name) : null;
};

function slotsOf(field: Field, find: FindTable): Probe['slots'] {
  const owner = ownerOf(field, find);
  return field.args.flatMap((argument) => {
    const slot = slotOf(argument.name, named(argument.type), owner, find);
    return slot ? [{ argument: argument.name, type: String(argument.type), slot }] : [];
  });
}

function rootProbes(field: Field, find: FindTable): Probe[] {
  const covers = new Set([`Query.${field.name}`]);
  const type = objectOf(field.type);
  const selection = type ? selectionOf(type, 0, covers) : { text: '', count: 0 };
  const slots = slotsOf(field, find);
  const root = ownerOf(field, find);
  const size = type && isConnection(type) ? ['first: 50'] : [];
  const filters = field.args.filter(
    ({ name, type: of }) =>
      !paging.includes(name) &&
      !slots.some(({ argument }) => argument === name) &&
      isLeafType(getNamedType(of)) &&
      name !== 'orderBy',
  );
  const probe = (suffix: string, more: string[], args: GraphQLArgument[]): Probe => ({
    name: `Query.${field.name}${suffix}`,
    covers: new Set([
      ...covers,
      ...slots.map(({ argument }) => `Query.${field.name}(${argument})`),
      ...args.map(({ name }) => `Query.${field.name}(${name})`),
    ]),
    slots,
    size: selection.count,
    text: (variable) => {
      const given = slots.map(({ argument }) => `${argument}: ${variable(argument)}`);
      return `${field.name}${parenthesized([...given, ...size, ...more])} ${selection.text}`;
    },
    root,
    relation: null,
  });
  const probes = [probe('', [], [])];
  for (const filter of filters)
    for (const value of literalsOf(filter))
      probes.push(probe(` by ${filter.name} ${value}`, [`${filter.name}: ${value}`], [filter]));
  const order = field.args.find(({ name }) => name === 'orderBy');
  const orders = order ? getNamedType(order.type) : null;
  if (order && isEnumType(orders))
    for (const { name } of orders.getValues())
      probes.push({
        ...probe(` in order of ${name}`, [], [order]),
        size: 3,
        // Cursors hold the values that were ordered by.
        text: () =>
          `${field.name}(first: 50, orderBy: [${name}]) { nodes { __typename } edges { cursor } }`,
      });
  const condition = field.args.find(({ name }) => name === 'condition');
  const conditions = condition ? getNamedType(condition.type) : null;
  if (condition && isInputObjectType(conditions))
    probes.push(...conditionProbes(field, condition, conditions, root));
  return probes;
}

/** Whether a list tells by its length that a row with this value exists somewhere. */
function conditionProbes(
  field: Field,
  condition: GraphQLArgument,
  input: GraphQLInputObjectType,
  root: string | null,
): Probe[] {
  return Object.values(input.getFields()).map((filter) => ({
    name: `Query.${field.name} where ${filter.name}`,
    covers: new Set([`Query.${field.name}(${condition.name})`, `${input.name}.${filter.name}`]),
    slots: root
      ? [
          {
            argument: filter.name,
            type: String(filter.type),
            slot: { table: root, column: snakeCase(filter.name) },
          },
        ]
      : [],
    size: 3,
    text: (variable) =>
      `${field.name}(first: 50, condition: {${filter.name}: ${variable(filter.name)}}) { totalCount nodes { __typename } }`,
    root,
    relation: null,
  }));
}

/** Each object that can be had by its key, and from it each field that leads to another. */
function relationProbes(roots: Field[], find: FindTable): Probe[] {
  return roots.flatMap((field) => {
    const type = objectOf(field.type);
    const root = ownerOf(field, find);
    const slots = slotsOf(field, find);
    const isByKey = slots.length > 0 && slots.length === field.args.length;
    if (!type || !root || !isByKey || isConnection(type)) return [];
    return Object.values(type.getFields()).flatMap((relation): Probe[] => {
      const target = objectOf(relation.type);
      if (!target || target.name === 'Query') return [];
      const covers = new Set([`${type.name}.${relation.name}`]);
      const size = isConnection(target) ? '(first: 20)' : '';
      const node = isConnection(target) ? nodeOf(target) : target;
      const selection = isConnection(target)
        ? selectionOf(target, 0, covers)
        : everythingOf(target, 0, covers);
      return [
        {
          name: `${field.name}.${relation.name}`,
          covers,
          slots,
          size: selection.count,
          text: (variable) => {
            const given = slots.map(({ argument }) => `${argument}: ${variable(argument)}`);
            return `${field.name}(${given}) { ${relation.name}${size} ${selection.text} }`;
          },
          root,
          relation: { field: relation.name, table: node ? find(node.name) : null },
        },
      ];
    });
  });
}

const parenthesized = (args: string[]): string => (args.length > 0 ? `(${args.join(', ')})` : '');

/** Values for a filter that names nothing of anybody. */
function literalsOf(argument: GraphQLArgument): string[] {
  const type = getNamedType(argument.type);
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (type.name === 'Boolean') return ['true', 'false'];
  if (type.name === 'String') return ['"bittern"', '"kestrel"', '"nothing of the kind"'];
  return ['1'];
}
