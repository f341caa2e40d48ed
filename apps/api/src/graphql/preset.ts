import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection';
import { TYPES } from 'postgraphile/@dataplan/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { DoorKnowledgePlugin } from './plugins/door-knowledge.ts';
import { ReserveTicketsPlugin } from './plugins/reserve-tickets.ts';
import { StartPaymentPlugin } from './plugins/start-payment.ts';
import { TicketQrTokenPlugin } from './plugins/ticket-qr-token.ts';
import { WaitingRoomPlugin } from './plugins/waiting-room.ts';

/**
 * Composite keys exist so that tenants cannot be mixed, not to be looked up by: only primary keys and
 * single-column keys (a slug) become fields, and a relation is named after the last column of its key
 * (`org_id, event_id, registration_id` is the registration).
 */
const PlainNamesPlugin: GraphileConfig.Plugin = {
  name: 'PlainNamesPlugin',
  inflection: {
    replace: {
      // Our rows have one id, so it need not be told from another.
      _attributeName(previous, _preset, details) {
        return previous?.({ ...details, skipRowId: true }) ?? details.attributeName;
      },
      _getBaseName(previous, _preset, attributeName) {
        const baseName = previous?.(attributeName) ?? null;
        return baseName === 'org' ? 'organization' : baseName;
      },
      _getBaseNameFromKeys(previous, _preset, detailedKeys) {
        return previous?.(detailedKeys.slice(-1)) ?? null;
      },
    },
  },
  schema: {
    entityBehavior: {
      pgResourceUnique: {
        override: (behavior, [, unique]) =>
          unique.isPrimary || unique.attributes.length === 1
            ? behavior
            : [behavior, '-single', '-constraint:resource:update', '-constraint:resource:delete'],
      },
    },
  },
};

/** A row is a row: lists have no holes, which clients need not check for. */
const NoHolesPlugin: GraphileConfig.Plugin = {
  name: 'NoHolesPlugin',
  schema: {
    hooks: {
      GraphQLObjectType_fields_field(field, build, { scope }) {
        const { GraphQLList, GraphQLNonNull, getNullableType, isListType } = build.graphql;
        if (scope.isConnectionEdgeType && scope.fieldName === 'node')
          return { ...field, type: new GraphQLNonNull(getNullableType(field.type)) };
        if (!scope.isConnectionType || !['nodes', 'edges'].includes(scope.fieldName)) return field;
        const list = getNullableType(field.type);
        if (!isListType(list)) return field;
        const item = new GraphQLNonNull(getNullableType(list.ofType));
        return { ...field, type: new GraphQLNonNull(new GraphQLList(item)) };
      },
    },
  },
};

/** PostgreSQL's transaction ids are columns that nobody selects; GraphQL still has to know their type. */
const TransactionIdPlugin: GraphileConfig.Plugin = {
  name: 'TransactionIdPlugin',
  gather: {
    hooks: {
      pgCodecs_findPgCodec(_info, event) {
        if (!event.pgCodec && event.pgType.typname === 'xid8') event.pgCodec = TYPES.text;
      },
    },
  },
};

/**
 * What the GraphQL schema looks like, without a connection or a server: everything is read from
 * `app_public`. Nothing can be written unless its table or function says so (`@behavior +insert …`).
 */
export const schemaPreset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset, PgSimplifyInflectionPreset],
  plugins: [
    PlainNamesPlugin,
    NoHolesPlugin,
    TransactionIdPlugin,
    ReserveTicketsPlugin,
    StartPaymentPlugin,
    TicketQrTokenPlugin,
    DoorKnowledgePlugin,
    WaitingRoomPlugin,
  ],
  // Rows are addressed by their own UUID; a second, global id would say the same twice.
  // Relations are indexed by the id of the row they point at, which the other plugin does not see.
  disablePlugins: ['NodePlugin', 'PgIndexBehaviorsPlugin'],
  schema: {
    // Every list is a connection, so every list is paged.
    defaultBehavior: '-resource:insert -resource:update -resource:delete -list +connection',
  },
};
