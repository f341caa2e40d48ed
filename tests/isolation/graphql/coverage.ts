import {
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { Plant } from '../world/plant.ts';
import { isPublicTable, publicComputed } from '../world/public-things.ts';
import { createTableFinder, snakeCase } from './schema.ts';

/** What nobody asks about, as `Type.field` or `Type.field(argument)`, with the reason. */
const unaskedOnPurpose: { pattern: RegExp; because: string }[] = [
  { pattern: /^Query\.query$/, because: 'it is Query itself' },
  {
    pattern: /\((first|last|offset|after|before)\)$/,
    because:
      'they cut a page out of a list that is asked for as a whole; cursors are read like all else',
  },
  {
    pattern: /^(?!Query\.).*\((condition|orderBy)\)$/,
    because: 'filters and orders of a list behind a row are those of the same list in Query',
  },
  { pattern: /Payload\.query$/, because: 'it is Query itself' },
  { pattern: /Input\.clientMutationId$/, because: 'it is given back as it came' },
];

/** The object types that questions can reach from a root type, the root included. */
function reachable(root: GraphQLObjectType): GraphQLObjectType[] {
  const found = new Set<GraphQLObjectType>();
  const walk = (type: GraphQLObjectType) => {
    if (found.has(type)) return;
    found.add(type);
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      if (isObjectType(inner)) walk(inner);
    }
  };
  walk(root);
  return [...found];
}

const isToBeAsked = (coordinate: string): boolean =>
  !unaskedOnPurpose.some(({ pattern }) => pattern.test(coordinate));

/** Every field, argument and filter of Query and of what it leads to. */
export function questionsIn(schema: GraphQLSchema): string[] {
  const query = schema.getQueryType();
  const all = new Set<string>();
  for (const type of query ? reachable(query) : [])
    for (const field of Object.values(type.getFields())) {
      all.add(`${type.name}.${field.name}`);
      for (const argument of field.args) {
        all.add(`${type.name}.${field.name}(${argument.name})`);
        const input = getNamedType(argument.type);
        if (type === query && isInputObjectType(input))
          for (const filter of Object.keys(input.getFields())) all.add(`${input.name}.${filter}`);
      }
    }
  return [...all].filter(isToBeAsked);
}

/** Every mutation, every field of its input and of what it answers. */
export function callsIn(schema: GraphQLSchema): string[] {
  const all = new Set<string>();
  const walk = (of: GraphQLInputType) => {
    const type = getNamedType(of);
    if (!isInputObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (all.has(coordinate)) continue;
      all.add(coordinate);
      walk(field.type);
    }
  };
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    all.add(`Mutation.${field.name}`);
    for (const argument of field.args) walk(argument.type);
    const payload = getNamedType(field.type);
    if (!isObjectType(payload)) continue;
    for (const shown of Object.values(payload.getFields())) {
      all.add(`${payload.name}.${shown.name}`);
      for (const { name } of shown.args) all.add(`${payload.name}.${shown.name}(${name})`);
    }
  }
  return [...all].filter(isToBeAsked);
}

/** The columns with text, ids or documents that types of tables show. */
export function exposedColumns(
  schema: GraphQLSchema,
  plant: Plant,
): { table: string; column: string }[] {
  const find = createTableFinder(plant);
  const query = schema.getQueryType();
  return (query ? reachable(query) : []).flatMap((type) => {
    const table = plant.tables.find(({ name }) => name === find(type.name));
    return Object.values(type.getFields()).flatMap((field) => {
      const column = table?.columns.find(({ name }) => name === snakeCase(field.name));
      const isTelling = column && /^(text|text\[\]|jsonb|uuid)$/.test(column.type);
      return table && column && isTelling && isLeafType(getNamedType(field.type))
        ? [{ table: table.name, column: column.name }]
        : [];
    });
  });
}

/** Values of public types that are no public column of theirs and not listed as public either. */
export function unlistedComputed(schema: GraphQLSchema, plant: Plant): string[] {
  const find = createTableFinder(plant);
  const query = schema.getQueryType();
  return (query ? reachable(query) : []).flatMap((type) => {
    const table = plant.tables.find(({ name }) => name === find(type.name));
    if (!table || !isPublicTable(table.name)) return [];
    return Object.values(type.getFields())
      .filter(({ type: of }) => isLeafType(getNamedType(of)))
      .filter(({ name }) => !table.columns.some((column) => column.name === snakeCase(name)))
      .map(({ name }) => `${type.name}.${name}`)
      .filter((field) => !(field in publicComputed));
  });
}
