import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createPaymentAdapters } from '@foyer/payment-adapters';
import { createLogger, createMetrics } from '@foyer/runtime';
import type { TestDatabase } from '@foyer/testing';
import express from 'express';
import type { GraphQLDeps } from '../../src/deps.ts';
import { createDoorKnows } from '../../src/door/door-knowledge.ts';
import { installGraphQL } from '../../src/graphql/index.ts';
import { createTicketTokens } from '../../src/tickets/ticket-tokens.ts';

export const secret = 'a-secret-of-the-tests-that-is-long-enough';

export type Answer = {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever its own query asked for
  data?: any;
  errors?: { message: string; extensions?: { code?: string; hint?: string; errorId?: string } }[];
};

/** The GraphQL part alone on a real database; who asks is said by the test. */
export async function startGraphQL(db: TestDatabase, overrides: Partial<GraphQLDeps> = {}) {
  const deps: GraphQLDeps = {
    logger: createLogger('api-test', { level: 'silent' }),
    metrics: createMetrics('api-test'),
    pool: db.pools.api,
    salesPool: db.pools.api,
    moneyPool: db.pools.api,
    payments: createPaymentAdapters({
      NODE_ENV: 'test',
      STRIPE_SECRET_KEY: 'sk_test_nobody',
      STRIPE_WEBHOOK_SECRET: ['whsec_nobody'],
      STRIPE_API_BASE: 'http://127.0.0.1:1',
    }),
    secret,
    publicWebUrl: 'http://127.0.0.1:3000',
    ticketTokens: createTicketTokens(db.pools.api, secret),
    doorKnows: createDoorKnows(db.pools.api),
    hasExplorer: false,
    ...overrides,
  };
  const app = express();
  const server = createServer(app);
  app.use((req, _res, next) => {
    const text = (name: string) => req.get(name) ?? null;
    req.caller = {
      userId: text('x-test-user'),
      registrationId: text('x-test-registration'),
      eventLink: text('x-event-link'),
      requestId: 'test-request',
    };
    next();
  });
  const { release } = await installGraphQL(app, server, deps);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return {
    url,
    async query(
      query: string,
      variables: Record<string, unknown> = {},
      as: { userId?: string; registrationId?: string; eventLink?: string } = {},
    ): Promise<Answer> {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(as.userId && { 'x-test-user': as.userId }),
          ...(as.registrationId && { 'x-test-registration': as.registrationId }),
          ...(as.eventLink && { 'x-event-link': as.eventLink }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await release();
    },
  };
}
