import { formatRange } from '@/lib/format/dates';
import { getLocale, getT } from '@/lib/i18n/server';
import { Alert } from '@/ui/alert';
import { LinkButton } from '@/ui/button';
import type { LoadedEvent } from './types';

/** What one has to know before reading on: cancelled, over, or not published yet. */
export async function EventNotices({ event }: { event: LoadedEvent }) {
  const [t, { formatLocale }] = await Promise.all([getT('event-page'), getLocale()]);
  const { organization } = event;
  if (event.status === 'draft') {
    return (
      <Alert
        tone="info"
        title={t('notice.draftTitle')}
        action={
          <LinkButton href={`/organize/${organization.slug}/events/${event.slug}/edit`}>
            {t('notice.draftEdit')}
          </LinkButton>
        }
      >
        {t('notice.draftText')}
      </Alert>
    );
  }
  if (event.status === 'cancelled') {
    return (
      <Alert tone="critical" title={t('notice.cancelledTitle')}>
        {event.cancellationReason ? (
          <p className="mb-2 whitespace-pre-line">{event.cancellationReason}</p>
        ) : null}
        <p>{t('notice.cancelledText')}</p>
      </Alert>
    );
  }
  if (Date.parse(event.endsAt) <= Date.now()) {
    return (
      <Alert
        tone="info"
        title={t('notice.pastTitle')}
        action={
          <LinkButton href={`/o/${organization.slug}`}>
            {t('notice.pastMore', { name: organization.name })}
          </LinkButton>
        }
      >
        {t('notice.pastText', {
          date: formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale),
        })}
      </Alert>
    );
  }
  return null;
}
