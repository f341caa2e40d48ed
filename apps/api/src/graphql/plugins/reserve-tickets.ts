import { randomUUIDv7 } from 'node:crypto';
import { type Claims, registrationToken } from '@foyer/db';
import { killPoint, type Metrics } from '@foyer/runtime';
import {
  type HeldReservation,
  type ReservationAnswer,
  type ReservationColumns,
  type ReservationRequest,
  reservationAnswers,
  reservationRequest,
} from '@foyer/types';
import type pg from 'pg';
import { access, context, object, type Step, sideEffect } from 'postgraphile/grafast';
import { extendSchema, gql } from 'postgraphile/utils';
import { z } from 'zod';
import { createBatcher } from '../../batching/batcher.ts';
import { createPipelines } from '../../batching/pipelines.ts';
import { refusal } from '../../http/api-error.ts';
import { parseInput } from '../../http/parse-input.ts';
import type { Admissions } from '../../on-sale/admissions.ts';
import type { Demand } from '../../on-sale/demand.ts';
import type { ProofOfWork } from '../../on-sale/proof-of-work.ts';

export type Reserved = HeldReservation & { registrationToken: string };
/** `arrivedAt`: when the order came, by `performance.now()`. */
export type ReserveTickets = (
  caller: Claims,
  input: unknown,
  arrivedAt: number,
) => Promise<Reserved>;

/** Batches of different events at once, and connections for them. */
export const reservationLanes = 3;

const wish = { eventId: true, lines: true, idempotencyKey: true, admission: true } as const;
const input = reservationRequest.pick(wish).extend({
  // In one spelling: lanes and demand are kept by event.
  eventId: z.uuid().toLowerCase(),
  proof: z.string().max(100).nullish(),
  locale: z
    .enum(['en', 'de'])
    .nullish()
    .transform((locale) => locale ?? 'en'),
});

/** Binds the batcher to the database; one per process. */
export function createReserveTickets(deps: {
  pool: pg.Pool;
  secret: string;
  metrics: Metrics;
  demand: Demand;
  proofOfWork: ProofOfWork;
  admissions: Admissions;
}): ReserveTickets {
  const batchSize = deps.metrics.histogram({
    name: 'foyer_reservation_batch_size',
    help: 'Reservations admitted together in one transaction.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200],
  });
  const batchSeconds = deps.metrics.histogram({
    name: 'foyer_reservation_batch_seconds',
    help: 'How long a batch of reservations took in the database.',
  });
  const waitSeconds = deps.metrics.histogram({
    name: 'foyer_reservation_wait_seconds',
    help: 'How long a reservation waited from its arrival until its batch began.',
  });
  const answers = deps.metrics.counter({
    name: 'foyer_reservations_total',
    help: 'Reservations by outcome: held, replayed, or the code of the refusal.',
    labelNames: ['outcome'],
  });

  const sendDown = createPipelines(deps.pool);
  const batcher = createBatcher<ReservationRequest, ReservationAnswer>({
    laneOf: ({ eventId }) => eventId,
    lanes: reservationLanes,
    lanesShareLocks: true,
    gatherMs: 25,
    isPipelined: deps.pool.options.pipeline === true,
    async run(requests, eventId) {
      killPoint('reserve.before-commit');
      // Named: parsed and planned once per connection. Not an argument of set_config, so no role is needed.
      const { rows } = await sendDown<{ answers: ReservationColumns }>(eventId, {
        name: 'reserve_batch',
        text: 'select app_private.reserve_batch($1::jsonb) as answers',
        values: [JSON.stringify(requests)],
      });
      killPoint('reserve.after-commit');
      return rows[0] ? reservationAnswers(rows[0].answers) : [];
    },
    onBatch(size, seconds, waits) {
      batchSize.observe(size);
      batchSeconds.observe(seconds);
      for (const wait of waits) waitSeconds.observe(wait);
    },
  });
  deps.metrics.gauge({
    name: 'foyer_reservation_oldest_seconds',
    help: 'How long the oldest reservation without an answer has waited; 0 when there is none.',
    collect() {
      this.set(batcher.oldestSeconds());
    },
  });

  return async (caller, raw, arrivedAt) => {
    const { proof, ...order } = parseInput(input, raw, 'This order is not valid.');
    const gate = await deps.demand.arrive(order.eventId);
    // Who was admitted has shown it on joining the line; the database checks that they were.
    const isAdmitted =
      gate.isOpen && order.admission && deps.admissions.isGood(order.eventId, order.admission);
    if (!isAdmitted) deps.proofOfWork.require(order.idempotencyKey, proof, gate.proofBits);
    const answer = await batcher.submit(
      {
        ...order,
        registrationId: randomUUIDv7(),
        userId: caller.userId ?? null,
        eventLink: caller.eventLink ?? null,
        requestId: caller.requestId ?? null,
      },
      arrivedAt,
    );
    if (answer.outcome === 'refused') {
      const refused = refusal(answer);
      answers.inc({ outcome: refused.code });
      throw refused;
    }
    answers.inc({ outcome: answer.isReplay ? 'replayed' : 'held' });
    return { ...answer, registrationToken: registrationToken(deps.secret, answer.registrationId) };
  };
}

/**
 * `reserveTickets`: the only way to hold tickets, gathered into batches in front of the database.
 * What the payload shows comes from the batch's own answer; `registration` is read for those who ask.
 */
export const ReserveTicketsPlugin = extendSchema((build) => {
  const { registrations } = build.pgResources;
  if (!registrations) throw new Error('The schema has no registrations.');
  return {
    typeDefs: gql`
      """How many tickets of one type."""
      input ReservationLineInput {
        ticketTypeId: UUID!
        quantity: Int!
      }
      input ReserveTicketsInput {
        eventId: UUID!
        """Each ticket type once."""
        lines: [ReservationLineInput!]!
        """A UUID of your own: the same key with the same order gets the same answer, however often it is sent."""
        idempotencyKey: UUID!
        """Language of the mails: en or de."""
        locale: String
        """From claimAdmission; needed while the event's line is open."""
        admission: String
        """Answer to the challenge of an earlier PROOF_REQUIRED."""
        proof: String
      }
      type ReserveTicketsPayload {
        registrationId: UUID!
        """The registration's link: send \`<registrationId>.<registrationToken>\` as x-registration-token."""
        registrationToken: String!
        confirmationNumber: String!
        status: RegistrationStatus!
        """When the hold ends unless it is confirmed."""
        expiresAt: Datetime
        totalMinor: BigInt!
        currency: String!
        """True when this key was answered before."""
        isReplay: Boolean!
        registration: Registration
      }
      extend type Mutation {
        """
        Holds tickets for the buyer until \`expiresAt\`. Refused with SOLD_OUT, HELD_BY_OTHERS, NOT_ON_SALE,
        LIMIT_REACHED, IDEMPOTENCY_KEY_REUSED, WAITING_ROOM (join the line first), ADMISSION_USED, PROOF_REQUIRED,
        NOT_FOUND or INVALID_INPUT; a refusal changes nothing.
        """
        reserveTickets(input: ReserveTicketsInput!): ReserveTicketsPayload
      }
    `,
    objects: {
      Mutation: {
        plans: {
          reserveTickets(_$root, { $input }) {
            const $reserved = sideEffect([$input as Step, context()], async ([given, ctx]) => {
              const reserved = await ctx.reserveTickets(ctx.caller, given, ctx.arrivedAt);
              // The buyer now holds this link, so the rest of the request may read what it opens.
              const settings = ctx.pgSettings as Record<string, string>;
              if (settings) settings['foyer.registration_id'] = reserved.registrationId;
              return reserved;
            });
            return object({ reserved: $reserved });
          },
        },
      },
      ReserveTicketsPayload: {
        plans: {
          ...Object.fromEntries(
            (
              [
                'registrationId',
                'registrationToken',
                'confirmationNumber',
                'status',
                'expiresAt',
                'totalMinor',
                'currency',
                'isReplay',
              ] as const
            ).map((field) => [field, ($payload: Step) => access($payload, ['reserved', field])]),
          ),
          registration($payload) {
            return registrations.get({ id: access($payload, ['reserved', 'registrationId']) });
          },
        },
      },
    },
  };
}, 'ReserveTicketsPlugin');
