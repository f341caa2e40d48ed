import { killPoint } from '@foyer/runtime';
import { UnrecoverableError } from 'bullmq';
import type pg from 'pg';
import type { EmailChannel, Mail } from './channels/email/email-channel.ts';

/**
 * Another worker claimed the message and has not said that it is sent: it is at work, or it died. The
 * job has to come back, without counting as a failed attempt.
 */
export class DeliveryInProgress extends Error {
  override name = 'DeliveryInProgress';
}

export type Delivery = 'sent' | 'already_sent';

/**
 * Sends a message at most once per dedupe key, but for one case that no protocol closes: the server
 * took it and this process died before it could note so. The repeat then carries the same Message-ID.
 *
 * Claimed before sending, marked after; a claim that was never marked may be taken over after a
 * minute, which is longer than a send can take (see the channel's timeouts).
 */
export async function deliverOnce(
  { pool, email }: { pool: pg.Pool; email: EmailChannel },
  dedupeKey: string,
  compose: () => Promise<Omit<Mail, 'dedupeKey'>>,
): Promise<Delivery> {
  const ask = async (statement: string): Promise<boolean> =>
    (await pool.query<{ answer: boolean }>(statement, [dedupeKey])).rows[0]?.answer ?? false;

  const isDelivered = () => ask('select app_private.is_delivered($1) as answer');
  if (await isDelivered()) return 'already_sent';
  // Composed before the claim: rendering may fail or be killed, and then nobody has to wait.
  const mail = await compose();
  if (!(await ask(`select app_private.claim_delivery($1, 'email') as answer`))) {
    if (await isDelivered()) return 'already_sent';
    throw new DeliveryInProgress('another worker is sending this message');
  }
  killPoint('delivery.after-claim');
  const result = await email.send({ ...mail, dedupeKey });
  killPoint('delivery.after-send');
  if (result.outcome === 'accepted') {
    await pool.query('select app_private.mark_delivered($1)', [dedupeKey]);
    return 'sent';
  }
  await pool.query('select app_private.release_delivery($1)', [dedupeKey]);
  const message = `the mail was refused: ${result.reason}`;
  throw result.isPermanent ? new UnrecoverableError(message) : new Error(message);
}
