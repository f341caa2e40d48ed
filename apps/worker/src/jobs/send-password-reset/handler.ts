import { outboxPayloads } from '@foyer/types';
import { deliverOnce } from '../../delivery.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { passwordResetMail } from './template.ts';

export const sendPasswordReset = defineJob({
  name: 'send-password-reset',
  lane: 'mail',
  payload: outboxPayloads['user.password_reset_requested'],
  isSecret: true,
  async handle({ email, token, locale }, deps, { jobId }) {
    await deliverOnce(deps, jobId, async () => ({
      to: email,
      fromName: deps.links.siteName,
      ...renderMail(passwordResetMail(token, locale, deps.links), locale),
    }));
  },
});
