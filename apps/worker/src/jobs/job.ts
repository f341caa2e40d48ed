import type { PaymentAdapters } from '@foyer/payment-adapters';
import type { Logger } from '@foyer/runtime';
import type { Storage } from '@foyer/storage';
import { UnrecoverableError } from 'bullmq';
import type pg from 'pg';
import type { z } from 'zod';
import type { LoadLogo } from '../branding/logo.ts';
import type { EmailChannel } from '../channels/email/email-channel.ts';
import type { Links } from '../links.ts';

/**
 * Which queue a job waits in. Apart, so that ten thousand mails of a cancelled event do not hold up its
 * refunds, nor these the payments that are under way.
 */
export const lanes = ['mail', 'payments', 'refunds'] as const;
export type Lane = (typeof lanes)[number];

/** What jobs are built on; made once, in the composition root. */
export type JobDeps = {
  /** Connected as foyer_worker. */
  pool: pg.Pool;
  email: EmailChannel;
  storage: Storage;
  payments: PaymentAdapters;
  links: Links;
  loadLogo: LoadLogo;
  /** FOYER_SECRET. */
  secret: string;
  enqueue: Enqueue;
  /** Called with what became of the answer when a provider was asked how a payment stands. */
  onPaymentAsked(provider: string, outcome: string): void;
};

/** `id` is the job's identity: adding it again while it is known changes nothing. */
export type NewJob = {
  id: string;
  name: string;
  lane: Lane;
  payload: unknown;
  /** Of the outbox, when the job comes from there. */
  topic?: string;
  /** An organization, whose many jobs take turns with those of others. What takes none goes first. */
  takesTurnsAs?: string;
  /** The payload holds a secret of a person: nothing of the job is kept once it succeeded. */
  isSecret?: boolean;
  /** A schedule adds it again: it is tried once, after what happens once, and known only until then. */
  isRepeated?: boolean;
};
export type Enqueue = (jobs: NewJob[]) => Promise<void>;

export type JobContext = {
  /** The job's id: the same over all its attempts, and over all relays that publish it. */
  jobId: string;
  topic: string | undefined;
  /** For the jobs that this one starts. */
  takesTurnsAs?: string;
  /** 1 the first time. */
  attempt: number;
  logger: Logger;
};

/** One kind of work. */
export type Job = {
  name: string;
  lane: Lane;
  isSecret: boolean;
  /** May be called more than once for the same job, and has its effect once. */
  run(payload: unknown, deps: JobDeps, context: JobContext): Promise<void>;
};

export function defineJob<P>(definition: {
  name: string;
  lane: Lane;
  payload: z.ZodType<P>;
  isSecret?: boolean;
  handle(payload: P, deps: JobDeps, context: JobContext): Promise<void>;
}): Job {
  return {
    name: definition.name,
    lane: definition.lane,
    isSecret: definition.isSecret ?? false,
    async run(payload, deps, context) {
      const parsed = definition.payload.safeParse(payload);
      // Another attempt would read the same; the message names fields, never values.
      if (!parsed.success) {
        const fields = parsed.error.issues
          .map(({ path }) => path.join('.') || 'payload')
          .join(', ');
        throw new UnrecoverableError(`the payload of ${definition.name} is malformed: ${fields}`);
      }
      await definition.handle(parsed.data, deps, context);
    },
  };
}
