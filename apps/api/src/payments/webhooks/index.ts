import { WebhookInvalid } from '@foyer/payment-adapters';
import { killPoint } from '@foyer/runtime';
import express, { type Express } from 'express';
import type { GraphQLDeps } from '../../deps.ts';

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
        const event = await adapter.verifyWebhook(req.body as Buffer, req.headers);
        killPoint('webhook.before-record');
        const { rows } = await deps.pool.query<{ outcome: string }>(
          `select app_private.record_payment_event($1, $2, $3, $4, $5, $6) ->> 'outcome' as outcome`,
          [
            provider,
            event.eventId,
            event.type,
            event.payment ?? null,
            event.refund ?? null,
            JSON.stringify(event),
          ],
        );
        killPoint('webhook.after-record');
        const outcome = rows[0]?.outcome ?? 'unknown';
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
