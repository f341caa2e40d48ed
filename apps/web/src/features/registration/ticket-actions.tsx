'use client';

import { CalendarPlus, Download, Send } from 'lucide-react';
import { useState } from 'react';
import { ResendTicketsDocument } from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import { useConfig } from '@/lib/config/client';
import { downloadUrl, downloadWithToken, signedTicketLink } from '@/lib/downloads';
import { failureText } from '@/lib/errors';
import { readPlace } from '@/lib/format/place';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Menu, MenuItem } from '@/ui/menu';
import { useToast } from '@/ui/toast';
import { googleCalendarUrl, outlookCalendarUrl } from './calendar-links';
import { CancelTickets } from './cancel-tickets';
import type { Registration } from './registration-screen';

/** The worker prints within seconds; after this the reader should decide to wait on. */
const pdfTries = 6;
const pdfRetryMs = 2_000;

/** What one does with tickets: download, put into the calendar, have them mailed again. */
export function TicketActions({
  registration,
  credential,
}: {
  registration: Registration;
  credential: string | null;
}) {
  const t = useT('registration');
  const { formatLocale } = useLocale();
  const { apiUrl, webUrl } = useConfig();
  const { getToken } = useAuth();
  const toast = useToast();
  const [isPrinting, setPrinting] = useState(false);
  const resend = useGraphMutation(ResendTicketsDocument, { registrationToken: credential });
  const { event } = registration;
  if (!event) return null;

  const download = async () => {
    setPrinting(true);
    try {
      for (let attempt = 1; attempt <= pdfTries; attempt += 1) {
        const link = await signedTicketLink(apiUrl, registration.id, {
          token: await getToken(),
          registrationToken: credential,
        });
        if (link.ok) return downloadUrl(link.data.url, `${registration.confirmationNumber}.pdf`);
        if (link.error.code !== 'INVALID_STATE' || attempt === pdfTries)
          return toast({
            tone: 'critical',
            title:
              link.error.code === 'INVALID_STATE' ? t('pdfFailed') : failureText(link.error, t),
          });
        await new Promise((resolve) => setTimeout(resolve, pdfRetryMs));
      }
    } finally {
      setPrinting(false);
    }
  };
  const place = readPlace(event.location, formatLocale);
  const entry = {
    title: event.title,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    details: `${webUrl}/e/${event.organization?.slug}/${event.slug}`,
  };
  const openIcs = async () => {
    const query = credential ? `?token=${encodeURIComponent(credential)}` : '';
    if (credential)
      return downloadUrl(`${apiUrl}/registrations/${registration.id}/calendar.ics${query}`);
    const failure = await downloadWithToken(
      `${apiUrl}/registrations/${registration.id}/calendar.ics`,
      await getToken(),
      `${event.slug}.ics`,
    );
    if (failure) toast({ tone: 'critical', title: failureText(failure, t) });
  };
  const open = (url: string) => window.open(url, '_blank', 'noopener,noreferrer');

  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      <Button variant="primary" pending={isPrinting} onClick={download}>
        <Download aria-hidden="true" />
        {isPrinting ? t('pdfWaiting') : t('pdf')}
      </Button>
      <Menu
        align="start"
        trigger={
          <Button>
            <CalendarPlus aria-hidden="true" />
            {t('calendar')}
          </Button>
        }
      >
        <MenuItem onSelect={() => void openIcs()}>{t('ics')}</MenuItem>
        <MenuItem onSelect={() => open(googleCalendarUrl(entry, place))}>{t('google')}</MenuItem>
        <MenuItem onSelect={() => open(outlookCalendarUrl(entry, place))}>{t('outlook')}</MenuItem>
      </Menu>
      <Button
        pending={resend.pending}
        onClick={async () => {
          const result = await resend.run({ id: registration.id });
          toast(
            result.ok
              ? { title: t('resent', { email: registration.buyerEmail ?? '' }) }
              : { tone: 'critical', title: failureText(result.error, t), text: result.error.hint },
          );
        }}
      >
        <Send aria-hidden="true" />
        {t('resend')}
      </Button>
      <CancelTickets registration={registration} credential={credential} />
    </div>
  );
}
