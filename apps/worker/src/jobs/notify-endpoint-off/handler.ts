import { outboxPayloads } from '@foyer/types';
import { z } from 'zod';
import { deliverOnce } from '../../delivery.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { endpointOffMail } from './template.ts';

const noticeSchema = z.object({
  because: z.enum(['gone', 'failing']),
  endpointName: z.string(),
  url: z.string(),
  organization: z.object({ name: z.string(), slug: z.string() }),
  reader: z.object({
    name: z.string(),
    email: z.string(),
    locale: z.enum(['en', 'de']).catch('en'),
  }),
});
export type EndpointOffNotice = z.infer<typeof noticeSchema>;

/** Tells an admin that nothing reaches one of their systems any more, and that nobody tries. */
export const notifyEndpointOff = defineJob({
  name: 'notify-endpoint-off',
  lane: 'mail',
  payload: outboxPayloads['webhooks.endpoint_off'],
  async handle({ endpointId, userId }, deps, { jobId }) {
    const { rows } = await deps.pool.query('select app_private.webhook_notice($1, $2) as notice', [
      endpointId,
      userId,
    ]);
    const notice = noticeSchema.nullable().parse(rows[0]?.notice ?? null);
    if (!notice) return;
    await deliverOnce(deps, jobId, async () => ({
      to: notice.reader.email,
      fromName: deps.links.siteName,
      ...renderMail(endpointOffMail(notice, endpointId, deps.links), notice.reader.locale),
    }));
  },
});
