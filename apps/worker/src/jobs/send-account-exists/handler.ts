import { outboxPayloads } from '@foyer/types';
import { deliverOnce } from '../../delivery.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { accountExistsMail } from './template.ts';

/** To the owner of an address with which somebody tried to sign up a second time. */
export const sendAccountExists = defineJob({
  name: 'send-account-exists',
  lane: 'mail',
  payload: outboxPayloads['user.sign_up_repeated'],
  async handle({ email, locale }, deps, { jobId }) {
    await deliverOnce(deps, jobId, async () => ({
      to: email,
      fromName: deps.links.siteName,
      ...renderMail(accountExistsMail(locale, deps.links), locale),
    }));
  },
});
