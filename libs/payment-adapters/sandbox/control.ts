import express, { Router } from 'express';
import { z } from 'zod';
import type { Book } from './book.ts';
import { cardOf } from './cards.ts';
import { type Faults, faultScript } from './faults.ts';
import type { StripeWorld } from './stripe/world.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';

const payRequest = z.strictObject({
  card: z.string().default('4242 4242 4242 4242'),
  /** What the buyer does when the bank asks; `leave` walks away. */
  authenticate: z.enum(['complete', 'fail', 'leave']).default('complete'),
});

/** In the provider's unit; all that is left, unless said. */
const refundRequest = z.strictObject({ amount: z.int().positive().optional() });

const replayRequest = z.strictObject({
  eventId: z.string().optional(),
  type: z.string().optional(),
  status: z.enum(['delivered', 'dropped', 'failed']).optional(),
  /** Signs as if this long ago: over 300 the receiver must refuse it. */
  ageSeconds: z.int().min(0).max(86_400).default(0),
});

/**
 * For tests and benches. JSON only, so that no other web page can send it from a browser: a form
 * cannot, and a script would have to ask first.
 */
export function createControl(parts: {
  book: Book;
  faults: Faults;
  delivery: WebhookDelivery;
  stripe: StripeWorld;
}): Router {
  const { book, faults, delivery, stripe } = parts;
  const router = Router();
  router.use(express.json({ limit: '64kb' }));
  router.use((req, res, next) => {
    if (req.method === 'GET' || req.is('application/json')) return next();
    res.status(415).json({ error: { code: 'JSON_ONLY', message: 'Send application/json' } });
  });

  router.get('/script', (_req, res) => {
    res.json({ script: faults.script(), applied: faults.counts() });
  });

  router.post('/script', (req, res) => {
    const script = faultScript.safeParse(req.body);
    if (!script.success) return refuse(res, script.error);
    faults.load(script.data);
    res.json({ script: faults.script(), applied: faults.counts() });
  });

  router.get('/book', (_req, res) => {
    res.json({ entries: book.entries(), totals: book.totals() });
  });

  router.post('/payments/:id/pay', (req, res) => {
    const request = payRequest.safeParse(req.body);
    if (!request.success) return refuse(res, request.error);
    const { id } = req.params;
    const session = stripe.findSession(id);
    if (!session)
      return res.status(404).json({ error: { code: 'NOT_FOUND', message: `No payment ${id}` } });
    const card = cardOf(request.data.card);
    if (!card)
      return res
        .status(400)
        .json({ error: { code: 'INVALID_INPUT', message: 'Not a card number' } });
    const { authenticate } = request.data;
    const first = stripe.pay(session.id, card);
    const last =
      first.outcome === 'authentication_required' && authenticate !== 'leave'
        ? stripe.authenticate(session.id, authenticate === 'complete')
        : first;
    res.status(last.outcome === 'not_open' ? 409 : 200).json({
      ...last,
      sessionId: session.id,
      paymentIntentId: stripe.session(session.id).payment_intent,
    });
  });

  router.post('/payments/:id/refund', (req, res) => {
    const request = refundRequest.safeParse(req.body);
    if (!request.success) return refuse(res, request.error);
    const { payment_intent } = stripe.findSession(req.params.id) ?? {};
    if (!payment_intent)
      return res
        .status(404)
        .json({ error: { code: 'NOT_FOUND', message: `Nobody paid ${req.params.id}` } });
    res.json(stripe.createRefund({ payment_intent, metadata: {}, expand: [], ...request.data }));
  });

  router.get('/webhooks', (_req, res) => {
    res.json({
      events: delivery.records().map(({ payload: _payload, ...record }) => record),
    });
  });

  router.post('/webhooks/replay', (req, res) => {
    const request = replayRequest.safeParse(req.body);
    if (!request.success) return refuse(res, request.error);
    const { eventId, type, status, ageSeconds } = request.data;
    const replayed = delivery.replay(
      (record) =>
        (!eventId || record.id === eventId) &&
        (!type || record.type === type) &&
        (status ? record.status === status : record.status !== 'waiting'),
      { ageSeconds },
    );
    res.json({ replayed });
  });

  return router;
}

function refuse(res: express.Response, error: z.ZodError): void {
  res.status(400).json({ error: { code: 'INVALID_INPUT', message: z.prettifyError(error) } });
}
