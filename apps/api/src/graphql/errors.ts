import { randomUUID } from 'node:crypto';
import type { Logger, Metrics } from '@foyer/runtime';
import { type ClientError, errorCodes } from '@foyer/types';
import { GraphQLError } from 'graphql';
import { toApiError } from '../http/api-error.ts';

/** Violations of the schema that a client can cause; which constraint it was is not its business. */
const constraintErrors: Record<string, ClientError> = {
  '23505': {
    code: 'INVALID_INPUT',
    message: 'This exists already.',
    hint: 'Choose another value.',
  },
  '23503': {
    code: 'NOT_FOUND',
    message: 'Something this refers to does not exist, or is still in use.',
  },
  '42501': {
    code: 'FORBIDDEN',
    message: 'You may not do this.',
    hint: 'Sign in, or ask an owner of the organization.',
  },
};
/** An address that people type has an error of its own; slugs are public, so it tells nothing new. */
const slugTaken: ClientError = {
  code: 'SLUG_TAKEN',
  message: 'This address is taken already.',
  hint: 'Choose another one.',
};
/** Tickets cannot tell such times, and whoever mistyped a year looks for it here. */
const beyondTickets: ClientError = {
  code: 'INVALID_INPUT',
  message: 'An event and its check-in lie between 1970 and 2105.',
  hint: 'Check the years: tickets can tell no others.',
};
/** Data exceptions and check violations: the value itself is wrong. */
const invalidValue: ClientError = {
  code: 'INVALID_INPUT',
  message: 'A value is missing or not allowed.',
  hint: 'Look at the description of the field in the schema.',
};

/** @returns what the client may see of an error, or null when it must be masked */
export function clientErrorOf(error: unknown): ClientError | null {
  for (let cause = error, depth = 0; cause && depth < 5; depth += 1) {
    const known = toApiError(cause);
    if (known)
      return { ...known.details, code: known.code, message: known.message, hint: known.hint };
    const code = (cause as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
      const { constraint } = cause as { constraint?: unknown };
      if (code === '23505' && typeof constraint === 'string' && constraint.endsWith('_slug_key'))
        return slugTaken;
      if (code === '23514' && constraint === 'events_fit_on_a_ticket') return beyondTickets;
      if (code in constraintErrors) return constraintErrors[code] ?? null;
      if (code.startsWith('22') || code === '23502' || code === '23514') return invalidValue;
    }
    cause =
      (cause as { originalError?: unknown; cause?: unknown }).originalError ??
      (cause as Error).cause;
  }
  return null;
}

const knownCodes = new Set<unknown>([...Object.values(errorCodes), 'INTERNAL']);

/** Business errors and mistakes in the query reach the client; everything else is logged and masked. */
export function createErrorMask({ logger, metrics }: { logger: Logger; metrics: Metrics }) {
  const errors = metrics.counter({
    name: 'foyer_graphql_errors_total',
    help: 'Errors in GraphQL answers by code; INTERNAL is what we broke.',
    labelNames: ['code'],
  });
  // From the first scrape on, so that the first error is seen as an increase.
  for (const code of knownCodes) errors.inc({ code: String(code) }, 0);
  const mask = createMask(logger);
  return (error: GraphQLError): GraphQLError => {
    const masked = mask(error);
    const { code } = masked.extensions;
    errors.inc({ code: knownCodes.has(code) ? String(code) : 'other' });
    return masked;
  };
}

function createMask(logger: Logger) {
  return (error: GraphQLError): GraphQLError => {
    const at = {
      nodes: error.nodes,
      source: error.source,
      positions: error.positions,
      path: error.path,
    };
    const client = clientErrorOf(error.originalError);
    if (client?.code === 'UNAVAILABLE')
      logger.warn({ err: error.originalError, path: error.path }, 'the database does not answer');
    if (client) {
      const { message, ...extensions } = client;
      // As with ApiError: where this line is helps nobody.
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      const shown = new GraphQLError(message, { ...at, extensions });
      Error.stackTraceLimit = stackTraceLimit;
      return shown;
    }
    const isMistakeInQuery = !error.originalError || error.originalError instanceof GraphQLError;
    if (isMistakeInQuery)
      return new GraphQLError(error.message, {
        ...at,
        extensions: { code: 'INVALID_QUERY', ...error.extensions },
      });
    const errorId = randomUUID();
    logger.error({ err: error.originalError, errorId, path: error.path }, 'masked GraphQL error');
    return new GraphQLError('Something went wrong on our side. Please try again.', {
      ...at,
      extensions: { code: 'INTERNAL', errorId, hint: 'If it stays, tell support this id.' },
    });
  };
}
