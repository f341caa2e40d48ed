import type { Server } from 'node:http';
import type { Express } from 'express';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/express/v4';
import type { GraphQLDeps } from '../deps.ts';
import { createAdmissions } from '../on-sale/admissions.ts';
import { createDemand } from '../on-sale/demand.ts';
import { createProofOfWork } from '../on-sale/proof-of-work.ts';
import { createWaitingRoom } from '../on-sale/waiting-room.ts';
import { createStartPayment } from '../payments/start-payment.ts';
import { createContext } from './context.ts';
import { createErrorMask } from './errors.ts';
import { LimitsPlugin } from './limits.ts';
import { LongMutationsPlugin } from './long-mutations.ts';
import { createReserveTickets } from './plugins/reserve-tickets.ts';
import { schemaPreset } from './preset.ts';
import { createWithPgClient } from './with-pg-client.ts';

/**
 * GraphQL at /graphql, the explorer at /ruru. Needs `installCaller` before it.
 * @returns what ends the schema's work at shutdown
 */
export async function installGraphQL(
  app: Express,
  server: Server,
  deps: GraphQLDeps,
): Promise<{ release: () => Promise<void> }> {
  const demand = createDemand({ pool: deps.salesPool, logger: deps.logger });
  const proofOfWork = createProofOfWork(deps);
  const admissions = createAdmissions(deps);
  const pgl = postgraphile({
    extends: [schemaPreset],
    plugins: [LimitsPlugin, LongMutationsPlugin],
    pgServices: [
      {
        ...makePgService({ pool: deps.pool, schemas: ['app_public'], pubsub: false }),
        adaptor: { createWithPgClient: () => createWithPgClient(deps.pool), makePgService },
      },
    ],
    grafast: {
      explain: false,
      timeouts: { planning: 1_000, execution: 15_000 },
      context: createContext({
        reserveTickets: createReserveTickets({
          pool: deps.salesPool,
          secret: deps.secret,
          metrics: deps.metrics,
          demand,
          proofOfWork,
          admissions,
        }),
        waitingRoom: createWaitingRoom({ pool: deps.salesPool, demand, proofOfWork, admissions }),
        startPayment: createStartPayment({ ...deps, pool: deps.moneyPool }),
        ticketTokens: deps.ticketTokens,
        doorKnows: deps.doorKnows,
      }),
    },
    grafserv: {
      graphqlPath: '/graphql',
      graphiql: deps.hasExplorer,
      graphiqlPath: '/ruru',
      graphiqlOnGraphQLGET: false,
      websockets: false,
      watch: false,
      maxRequestLength: 100_000,
      maskError: createErrorMask(deps),
    },
  });
  const serv = pgl.createServ(grafserv);
  await serv.addTo(app, server, false);
  // Build the schema now: the first buyer shall not wait for it.
  await pgl.getSchema();
  return {
    async release() {
      demand.stop();
      await pgl.release();
    },
  };
}
