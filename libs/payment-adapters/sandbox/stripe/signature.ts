import { createHmac, randomBytes } from 'node:crypto';
import type { Signer } from '../webhook-delivery.ts';

/**
 * `Stripe-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, written from the
 * documentation (docs.stripe.com/webhooks, "Verify manually") and not with the SDK, which is what
 * has to verify it.
 */
export function createSigner(secret: string): Signer {
  return (payload, { at, forged }) => {
    const timestamp = Math.floor(at.getTime() / 1000);
    const key = forged ? randomBytes(24) : secret;
    const signature = createHmac('sha256', key).update(`${timestamp}.${payload}`).digest('hex');
    return new Headers({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (Foyer test gateway)',
      'stripe-signature': `t=${timestamp},v1=${signature}`,
    });
  };
}
