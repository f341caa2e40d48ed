import { type GraphQLObjectType, getNamedType, isLeafType, isRequiredArgument } from 'graphql';
import { isConnection, nodeOf, objectOf } from './schema.ts';

/** The API refuses operations with more than 600 fields; this leaves room for what stands around. */
const mostFields = 500;

/**
 * Everything a type shows: its own values and, for `depth` more steps, those of whatever it leads to.
 * `covers` gathers each field that is asked for, as `Type.field`.
 */
export function everythingOf(
  type: GraphQLObjectType,
  depth: number,
  covers: Set<string>,
): { text: string; count: number } {
  const parts: string[] = [];
  let count = 0;
  for (const field of Object.values(type.getFields())) {
    if (field.args.some(isRequiredArgument)) continue;
    const inner = objectOf(field.type);
    if (isLeafType(getNamedType(field.type))) {
      parts.push(field.name);
      covers.add(`${type.name}.${field.name}`);
      count += 1;
    } else if (inner && depth > 0 && inner.name !== 'Query') {
      const next = selectionOf(inner, depth - 1, covers);
      if (count + next.count > mostFields) continue;
      parts.push(`${field.name}${isConnection(inner) ? '(first: 20)' : ''} ${next.text}`);
      covers.add(`${type.name}.${field.name}`);
      count += 1 + next.count;
    }
  }
  return { text: `{ __typename ${parts.join(' ')} }`, count: count + 1 };
}

/** The same for what a field gives: a connection is asked for its nodes, edges, pages and count. */
export function selectionOf(
  type: GraphQLObjectType,
  depth: number,
  covers: Set<string>,
): { text: string; count: number } {
  if (!isConnection(type)) return everythingOf(type, depth, covers);
  const node = nodeOf(type);
  if (!node) return everythingOf(type, depth, covers);
  const inner = everythingOf(node, depth, covers);
  const edge = objectOf(type.getFields().edges?.type ?? node);
  for (const name of ['nodes', 'edges', 'pageInfo', 'totalCount'])
    if (type.getFields()[name]) covers.add(`${type.name}.${name}`);
  for (const name of ['cursor', 'node']) if (edge) covers.add(`${edge.name}.${name}`);
  const page = objectOf(type.getFields().pageInfo?.type ?? node);
  for (const name of Object.keys(page?.getFields() ?? {})) covers.add(`${page?.name}.${name}`);
  const pageFields = Object.keys(page?.getFields() ?? {}).join(' ');
  const count = type.getFields().totalCount ? ' totalCount' : '';
  return {
    text: `{ nodes ${inner.text} edges { cursor node { __typename } } pageInfo { ${pageFields} }${count} }`,
    count: inner.count + 10,
  };
}
