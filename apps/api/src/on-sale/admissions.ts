import { createHmac, timingSafeEqual } from 'node:crypto';

/** `<place>.<until>.<the database's signature>.<ours>`; until in seconds since 1970. */
const shape = /^([0-9a-f-]{36}\.(\d{1,12})\.[0-9a-f]{64})\.([0-9a-f]{32})$/;

/**
 * Who may order is the database's word: it signs admissions with a key that never leaves it, and checks them. Our
 * signature behind its own tells an invented one apart before it costs a statement.
 */
export function createAdmissions(options: { secret: string; now?: () => number }) {
  const { secret, now = Date.now } = options;
  const sign = (eventId: string, admission: string) =>
    createHmac('sha256', secret)
      .update(`admission.${eventId}.${admission}`)
      .digest('hex')
      .slice(0, 32);
  return {
    seal: (eventId: string, admission: string) => `${admission}.${sign(eventId, admission)}`,
    /** Given by us for this event, and not over. Whether it was used the database knows. */
    isGood(eventId: string, text: string): boolean {
      const [, admission = '', until = '', signature = ''] = shape.exec(text) ?? [];
      if (!signature || Number(until) * 1000 < now()) return false;
      return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(eventId, admission)));
    },
  };
}
export type Admissions = ReturnType<typeof createAdmissions>;
