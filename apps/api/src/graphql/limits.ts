import { depthLimit } from '@graphile/depth-limit';
import {
  type ASTVisitor,
  type ExecutionArgs,
  type FieldNode,
  GraphQLError,
  getNamedType,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValueNode,
  visit,
} from 'graphql';

/** A page of a list; more than anybody reads, few enough to answer quickly. */
export const maxPageSize = 100;
/** The largest query of our own web app has about 120 fields. */
const maxFields = 600;
const maxDirectives = 50;
/** Mutations run one after the other; a list of them would be a way around rate limits. */
const maxRootMutations = 5;
const maxRootQueries = 20;

const invalid = (message: string, nodes: GraphQLError['nodes']) =>
  new GraphQLError(message, { nodes, extensions: { code: 'INVALID_QUERY' } });

const pageSizes = (field: FieldNode): ValueNode[] =>
  (field.arguments ?? [])
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => value);

const onlyCounts = (field: FieldNode) =>
  field.selectionSet?.selections.every(
    (s) => s.kind === Kind.FIELD && ['totalCount', '__typename'].includes(s.name.value),
  ) ?? false;

const hasNoSize = (field: FieldNode) =>
  invalid(`"${field.name.value}" needs first or last (at most ${maxPageSize}).`, [field]);
const isHuge = (field: FieldNode) =>
  invalid(`"${field.name.value}" gives at most ${maxPageSize} at a time.`, [field]);

/** Every connection says how long a page it wants, and no page is endless. */
function pagesAreBounded(context: ValidationContext): ASTVisitor {
  return {
    Field(field) {
      const type = getNamedType(context.getType());
      if (!type?.name.endsWith('Connection')) return;
      const sizes = pageSizes(field).filter(({ kind }) => kind !== Kind.NULL);
      if (sizes.length === 0 && !onlyCounts(field)) context.reportError(hasNoSize(field));
      if (sizes.some((size) => size.kind === Kind.INT && Number(size.value) > maxPageSize))
        context.reportError(isHuge(field));
    },
  };
}

/**
 * Aliases, repeated fields and fragments within fragments cannot make one request do the work of
 * thousands: what counts is the operation with every fragment written out.
 */
function operationsAreSmall(context: ValidationContext): ASTVisitor {
  const sizeOfFragment = new Map<string, { all: number; roots: number }>();

  function sizeOf(set: SelectionSetNode): { all: number; roots: number } {
    const size = { all: 0, roots: 0 };
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        size.roots += 1;
        size.all += 1 + (selection.selectionSet ? sizeOf(selection.selectionSet).all : 0);
      } else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? sizeOf(selection.selectionSet)
            : sizeOfSpread(selection.name.value);
        size.all += inner.all;
        size.roots += inner.roots;
      }
    }
    return size;
  }

  function sizeOfSpread(name: string): { all: number; roots: number } {
    const known = sizeOfFragment.get(name);
    if (known) return known;
    // A fragment that holds itself is refused by another rule; here it must only come to an end.
    sizeOfFragment.set(name, { all: 0, roots: 0 });
    const fragment = context.getFragment(name);
    const size = fragment ? sizeOf(fragment.selectionSet) : { all: 0, roots: 0 };
    sizeOfFragment.set(name, size);
    return size;
  }

  let directives = 0;
  return {
    Directive(directive) {
      directives += 1;
      if (directives === maxDirectives + 1)
        context.reportError(
          invalid(`A request may have at most ${maxDirectives} directives.`, [directive]),
        );
    },
    OperationDefinition(operation) {
      const { all, roots } = sizeOf(operation.selectionSet);
      if (all > maxFields)
        context.reportError(
          invalid(`A request may have at most ${maxFields} fields.`, [operation]),
        );
      const most = operation.operation === 'mutation' ? maxRootMutations : maxRootQueries;
      if (roots > most)
        context.reportError(
          invalid(`A ${operation.operation} may have at most ${most} root fields.`, [operation]),
        );
    },
  };
}

const pagedByVariables = new WeakMap<OperationDefinitionNode, FieldNode[]>();

/** Page sizes that come in variables, or from their defaults, are only known when the request runs. */
function findUnboundedPage({
  document,
  operationName,
  variableValues,
}: ExecutionArgs): GraphQLError | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  let fields = pagedByVariables.get(operation);
  if (!fields) {
    const found: FieldNode[] = [];
    visit(document, {
      OperationDefinition: (other) => (other === operation ? undefined : false),
      Field(field) {
        if (pageSizes(field).some(({ kind }) => kind === Kind.VARIABLE)) found.push(field);
      },
    });
    fields = found;
    pagedByVariables.set(operation, fields);
  }

  function sizeOf(value: ValueNode | undefined): number | null {
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind !== Kind.VARIABLE) return null;
    const name = value.name.value;
    const given = variableValues?.[name];
    if (given !== undefined) return given === null ? null : Number(given);
    const known = operation?.variableDefinitions?.find((d) => d.variable.name.value === name);
    return sizeOf(known?.defaultValue);
  }
  for (const field of fields) {
    const sizes = pageSizes(field)
      .map(sizeOf)
      .filter((size) => size !== null);
    if (sizes.length === 0 && !onlyCounts(field)) return hasNoSize(field);
    if (sizes.some((size) => size > maxPageSize)) return isHuge(field);
  }
  return null;
}

export const LimitsPlugin: GraphileConfig.Plugin = {
  name: 'LimitsPlugin',
  grafserv: {
    middleware: {
      setPreset(next, event) {
        event.validationRules.push(
          depthLimit({
            maxDepth: 14,
            maxListDepth: 5,
            maxSelfReferentialDepth: 3,
            // What graphql-js and every explorer ask: an argument's type nine wrappings deep.
            maxIntrospectionDepth: 14,
            maxDepthByFieldCoordinates: { '__Type.ofType': 9 },
            revealDetails: true,
          }),
          pagesAreBounded,
          operationsAreSmall,
        );
        return next();
      },
    },
  },
  grafast: {
    middleware: {
      execute(next, { args }) {
        const error = findUnboundedPage(args);
        return error ? { errors: [error] } : next();
      },
    },
  },
};
