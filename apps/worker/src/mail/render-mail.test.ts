import { sampleDocument } from '../../test/sample-document.ts';
import { locales } from '../i18n/index.ts';
import { confirmationMail } from '../jobs/issue-confirmation/template.ts';
import { eventCancelledMail } from '../jobs/notify-event-cancelled/template.ts';
import { latePaymentMail } from '../jobs/notify-late-payment/template.ts';
import { ticketsCancelledMail } from '../jobs/notify-tickets-cancelled/template.ts';
import { accountExistsMail } from '../jobs/send-account-exists/template.ts';
import { passwordResetMail } from '../jobs/send-password-reset/template.ts';
import { ticketLinksMail } from '../jobs/send-ticket-links/template.ts';
import { verificationMail } from '../jobs/send-verification/template.ts';
import { createLinks } from '../links.ts';
import type { MailContent } from './blocks.ts';
import { escapeUrl } from './escape-html.ts';
import { renderMail } from './render-mail.ts';

const links = createLinks({
  siteName: 'Foyer',
  publicWebUrl: 'https://tickets.test',
  publicApiUrl: 'https://api.test',
  secret: 'x'.repeat(40),
});

const hostile = [
  '"><script>alert(1)</script>',
  "' onmouseover=alert(1) x='",
  '<img src=x onerror=alert(1)>',
  'Subject\r\nBcc: eve@example.org\r\n\r\nbody',
  '\u202emoc.live\u202c',
  '{{token}} $t(pdf.terms) &lt;b&gt;',
];

const refund = { reason: 'paid_after_expiry', amountMinor: 4900, currency: 'EUR' } as const;

/** Every mail there is, with `text` in everything that a person may have typed. */
function allMails(text: string, locale: 'en' | 'de'): [string, MailContent][] {
  const document = sampleDocument([text], {
    registration: { buyerName: text, locale, confirmationNumber: 'LUM-1' },
    organization: { name: text },
    event: {
      title: text,
      contactEmail: text,
      cancellationReason: text,
      location: { venue: text, address: text, city: text, country: text, onlineUrl: text },
    },
  });
  document.items = [{ ticketTypeName: text, quantity: 1, unitPriceMinor: 4900 }];
  const found = {
    registrationId: document.registration.id,
    confirmationNumber: 'LUM-1',
    eventTitle: text,
    startsAt: document.event.startsAt,
    timezone: 'Europe/Berlin',
    ticketCount: 1,
  };
  return [
    ['confirmation', confirmationMail(document, links)],
    ['late payment', latePaymentMail(document, refund, links)],
    ['event cancelled', eventCancelledMail(document, refund.amountMinor)],
    [
      'tickets cancelled',
      ticketsCancelledMail(
        document,
        {
          tickets: document.tickets,
          refundMinor: refund.amountMinor,
          message: 'Sorry, <b>all</b>.',
        },
        links,
      ),
    ],
    ['ticket links', ticketLinksMail([found], locale, links)],
    ['verification', verificationMail(text, locale, links)],
    ['password reset', passwordResetMail(text, locale, links)],
    ['account exists', accountExistsMail(locale, links)],
  ];
}

describe.each(locales)('in %s', (locale) => {
  test.each(hostile)('no mail is changed by %j', (text) => {
    const harmless = new Map(allMails('Harmless', locale));
    for (const [name, content] of allMails(text, locale)) {
      const { subject, html } = renderMail(content, locale);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
      expect(subject).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
      expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      // The same tags in the same order as with harmless text: nothing typed became markup.
      const expected = renderMail(harmless.get(name) as MailContent, locale).html;
      expect(tags(html)).toEqual(tags(expected));
      for (const url of html.matchAll(/href="([^"]*)"/g)) expect(url[1]).toMatch(/^https:\/\//);
    }
  });

  test('every mail says the same in HTML and in plain text, and every text is there', () => {
    for (const [name, content] of allMails('Soirée', locale)) {
      const { html, text, subject } = renderMail(content, locale);
      expect(subject).not.toBe('');
      for (const block of content.blocks) {
        if (block.type === 'text' || block.type === 'heading') {
          expect(text).toContain(block.text);
          expect(html).toContain(block.text);
        }
      }
      const linksOf = (part: string) => new Set(part.match(/https:\/\/[^\s"<]+/g));
      expect(linksOf(html.replaceAll('&amp;', '&'))).toEqual(linksOf(text));
      // A missing translation shows its key.
      expect(`${name} ${subject} ${text}`).not.toMatch(
        /\b(mail|confirmation|latePayment|eventCancelled|ticketLinks|verification|passwordReset|accountExists)\.[a-zA-Z_]+\b/,
      );
      expect(text).not.toContain('{{');
    }
  });

  test('nothing is loaded from elsewhere when a mail is opened', () => {
    for (const [, content] of allMails('Soirée', locale)) {
      const { html } = renderMail(content, locale);
      expect(html).not.toMatch(/<(img|link|script|iframe|object|video|audio)\b|url\(|@import/i);
    }
  });
});

test('a calendar entry, which people share, does not hold the secret of the tickets', () => {
  const { html } = renderMail(confirmationMail(sampleDocument(['Ada']), links), 'en');
  const calendars = [...html.matchAll(/href="(https:\/\/(?:calendar\.google|outlook)[^"]+)"/g)];
  expect(calendars).toHaveLength(2);
  for (const [, url] of calendars) expect(decodeURIComponent(url ?? '')).not.toContain('token=');
});

test('a link that is not http is refused', () => {
  expect(() => escapeUrl('javascript:alert(1)')).toThrow();
  expect(() => escapeUrl('data:text/html,x')).toThrow();
});

/** Without the line breaks of a quotation, of which there are as many as somebody typed. */
function tags(html: string): string[] {
  const all = [...html.matchAll(/<(\/?[a-zA-Z][a-zA-Z0-9]*)/g)].map((match) => match[1] ?? '');
  return all.filter((tag) => tag !== 'br');
}
