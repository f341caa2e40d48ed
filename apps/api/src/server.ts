import './graphile-env.ts';
import { createServer } from 'node:http';
import { createPool } from '@foyer/db';
import { createPaymentAdapters } from '@foyer/payment-adapters';
import {
  createGracefulClose,
  createLogger,
  createMetrics,
  EnvironmentError,
  handleSignals,
  keepObjectsYoung,
  measurePools,
  onShutdown,
  parseEnv,
} from '@foyer/runtime';
import { createDiskStorage } from '@foyer/storage';
import type { Express } from 'express';
import { Redis } from 'ioredis';
import { createApp } from './app.ts';
import { createAccessTokens } from './auth/access-tokens.ts';
import { createAccounts } from './auth/accounts.ts';
import { createRefreshCookie } from './auth/refresh-cookie.ts';
import type { ApiDeps } from './deps.ts';
import { createDoorKnows } from './door/door-knowledge.ts';
import { type ApiEnv, apiEnv } from './env.ts';
import { reservationLanes } from './graphql/plugins/reserve-tickets.ts';
import { installLive } from './live/index.ts';
import { advanceWaitingRooms } from './on-sale/waiting-room.ts';
import { createTicketTokens } from './tickets/ticket-tokens.ts';

/** Builds everything the API stands on, serves it, and tells how to stop it, last part first. */
export async function startApi(env: ApiEnv, log = createLogger('api', { level: env.LOG_LEVEL })) {
  const steps: { name: string; stop: () => unknown }[] = [];
  const stopping = (name: string, stop: () => unknown) => void steps.push({ name, stop });
  const stop = async () => {
    for (const step of steps.splice(0).reverse()) await step.stop();
  };
  try {
    return { ...(await start(env, log, stopping)), steps, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  env: ApiEnv,
  logger: ApiDeps['logger'],
  stopping: (name: string, stop: () => unknown) => void,
): Promise<{ port: number; app: Express }> {
  const metrics = createMetrics('api');
  const isPooled = env.API_DATABASE_IS_POOLED;
  const pool = createPool(env.API_DATABASE_URL, {
    applicationName: 'foyer-api',
    max: 10,
    isPooled,
  });
  stopping('database pool', () => pool.end());
  const salesPool = createPool(env.API_DATABASE_URL, {
    applicationName: 'foyer-api-sales',
    max: reservationLanes + 3,
    isPooled,
    isPipelined: !isPooled,
  });
  stopping('sales pool', () => salesPool.end());
  const moneyPool = createPool(env.API_DATABASE_URL, {
    applicationName: 'foyer-api-money',
    max: 4,
    isPooled,
  });
  stopping('money pool', () => moneyPool.end());
  measurePools(metrics, { main: pool, sales: salesPool, money: moneyPool });

  const redis = new Redis(env.REDIS_URL, {
    connectionName: 'foyer-api',
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  });
  redis.on('error', (err) => logger.warn({ err }, 'Redis connection'));
  stopping('redis', () => redis.disconnect());

  const tokens = createAccessTokens({
    privateKeys: env.JWT_PRIVATE_KEY,
    issuer: env.PUBLIC_API_URL,
  });
  const deps: ApiDeps = {
    logger,
    metrics,
    pool,
    salesPool,
    moneyPool,
    redis,
    tokens,
    payments: createPaymentAdapters(env, metrics),
    accounts: createAccounts(pool),
    cookie: createRefreshCookie({ isSecure: env.PUBLIC_API_URL.startsWith('https:') }),
    ticketTokens: createTicketTokens(pool, env.FOYER_SECRET),
    doorKnows: createDoorKnows(pool),
    storage: createDiskStorage({
      directory: env.STORAGE_DIR,
      publicUrl: env.PUBLIC_API_URL,
      secret: env.FOYER_SECRET,
    }),
    secret: env.FOYER_SECRET,
    publicWebUrl: env.PUBLIC_WEB_URL,
    hasExplorer: env.API_EXPLORER ?? env.NODE_ENV !== 'production',
    hasRateLimits: env.API_RATE_LIMITS,
    ordersPerAddress: env.API_ORDERS_PER_ADDRESS,
    trustedProxies: env.API_TRUSTED_PROXIES,
    healthChecks: {
      database: () => pool.query('select 1'),
      // Without these people still sign in and buy; counts on their screens stand still.
      redis: { check: () => redis.ping(), isOptional: true },
      live: {
        check: async () => {
          if (!live.isConnected()) throw new Error('not listening');
        },
        isOptional: true,
      },
    },
  };

  const server = createServer();
  const close = createGracefulClose(server);
  const { app, release } = await createApp(server, deps);
  stopping('graphql', release);
  // Before Socket.IO, which takes over /live from whoever answered requests until then.
  server.on('request', app);
  const live = await installLive(server, {
    ...deps,
    listenUrl: env.API_LISTEN_DATABASE_URL ?? env.API_DATABASE_URL,
  });

  const lines = advanceWaitingRooms({
    pool: salesPool,
    logger,
    metrics,
    // Every process moves the lines, and tells those who are connected to it.
    tell: (state) => live.send({ kind: 'waiting-room', eventId: state.eventId }, state),
  });
  stopping('waiting rooms', lines.stop);

  // Longer than a load balancer's own (60 s mostly), so that it never reuses a connection we just closed.
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => void live.stop().then(() => reject(error), reject));
    // As many as the kernel allows may wait to be accepted: an on-sale opens thousands at once.
    server.listen({ port: env.API_PORT, host: env.HOST, backlog: 4096 }, resolve);
  });
  stopping('http', close);
  // First of all: an open WebSocket would keep the server from closing.
  stopping('live', live.stop);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : env.API_PORT;
  logger.info({ port }, 'the API is up');
  return { port, app };
}

if (import.meta.main) {
  keepObjectsYoung();
  try {
    const env = parseEnv(apiEnv);
    const logger = createLogger('api', { level: env.LOG_LEVEL });
    handleSignals(logger);
    const { steps } = await startApi(env, logger);
    for (const { name, stop } of steps) onShutdown(name, stop);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
