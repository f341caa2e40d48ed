import { outboxPayloads } from '@foyer/types';
import { deliverOnce } from '../../delivery.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { verificationMail } from './template.ts';

export const sendVerification = defineJob({
  name: 'send-verification',
  lane: 'mail',
  payload: outboxPayloads['user.verification_requested'],
  isSecret: true,
  async handle({ email, token, locale }, deps, { jobId }) {
    await deliverOnce(deps, jobId, async () => ({
      to: email,
      fromName: deps.links.siteName,
      ...renderMail(verificationMail(token, locale, deps.links), locale),
    }));
  },
});
