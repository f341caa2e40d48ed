import { type WebhookEvent, WebhookInvalid } from '@foyer/payment-adapters';
import { killPoint } from '@foyer/runtime';
import express, { type Express } from 'express';
import type pg from 'pg';
import { createBatcher } from '../../batching/batcher.ts';
import type { GraphQLDeps } from '../../deps.ts';
import { paymentLanes } from '../payment-lanes.ts';

/** Providers send a few kB; this is room for a large order's metadata. */
const maxBody = '256kb';

/**
 * `POST /webhooks/<provider>`: verifies the signature over the bytes as received, then stores and
 * applies the event in one transaction. 200 once it is stored, whatever it meant, so that the provider
 * stops; 400 for what is forged, old or malformed; 5xx makes the provider try again.
 */
export function installPaymentWebhooks(app: Express, deps: GraphQLDeps): void {
  const received = deps.metrics.counter({
    name: 'foyer_payment_events_total',
    help: 'Events of payment providers by what they did.',
    labelNames: ['provider', 'outcome'],
  });
  const record = createRecorder(deps.pool);
  app.post(
    '/webhooks/:provider',
    express.raw({ type: () => true, limit: maxBody }),
    async (req, res) => {
      const provider = String(req.params.provider);
      const adapter = deps.payments.byName(provider);
      if (!adapter)
        return void res.status(404).json({
          error: { code: 'NOT_FOUND', message: 'There is no such payment provider here.' },
        });
      try {
        // Without a body there is none at all.
        const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
        const event = await adapter.verifyWebhook(body, req.headers);
        killPoint('webhook.before-record');
        const outcome = await record(provider, event);
        killPoint('webhook.after-record');
        received.inc({ provider, outcome });
        deps.logger.info(
          { provider, eventId: event.eventId, type: event.type, outcome },
          'payment event',
        );
        res.json({ outcome });
      } catch (error) {
        if (!(error instanceof WebhookInvalid)) throw error;
        received.inc({ provider, outcome: `refused_${error.reason}` });
        deps.logger.warn({ provider, reason: error.reason }, 'payment event refused');
        res.status(400).json({ error: { code: 'INVALID_INPUT', message: error.message } });
      }
    },
  );
}

/**
 * Payments are recorded together with those that come at the same time, for they all want the same few
 * counters; the rest is rare and comes alone.
 */
function createRecorder(pool: pg.Pool) {
  const payments = createBatcher<{ provider: string; event: WebhookEvent }, string>({
    ...paymentLanes(({ event }) => event.payment?.providerPaymentId ?? event.eventId),
    async run(events) {
      const { rows } = await pool.query<{ outcomes: string[] }>({
        name: 'record_payment_events',
        text: 'select app_private.record_payment_events($1) as outcomes',
        values: [
          JSON.stringify(
            events.map(({ provider, event }) => ({
              provider,
              eventId: event.eventId,
              type: event.type,
              payment: event.payment,
              payload: event,
            })),
          ),
        ],
      });
      return rows[0]?.outcomes ?? [];
    },
  });

  return async (provider: string, event: WebhookEvent): Promise<string> => {
    if (event.payment) return await payments.submit({ provider, event });
    const { rows } = await pool.query<{ outcome: string }>(
      `select app_private.record_payment_event($1, $2, $3, null, $4, $5) ->> 'outcome' as outcome`,
      [provider, event.eventId, event.type, event.refund ?? null, JSON.stringify(event)],
    );
    return rows[0]?.outcome ?? 'unknown';
  };
}
