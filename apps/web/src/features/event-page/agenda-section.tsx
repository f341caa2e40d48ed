import { MapPin } from 'lucide-react';
import { formatDate, formatTime, zoneName } from '@/lib/format/dates';
import { knownZone } from '@/lib/format/zone';
import { getLocale, getT } from '@/lib/i18n/server';
import { Badge, type Tone } from '@/ui/badge';
import { cx } from '@/ui/cx';
import { Prose } from '@/ui/prose';
import { Tabs } from '@/ui/tabs';
import { type AgendaDay, agendaDays, type SpeakerWithSessions, speakersOf } from './agenda';
import { SpeakerButton } from './speaker-button';
import type { AgendaSession, LoadedEvent } from './types';

/** Tracks are told apart by name; the tone only helps the eye to follow one down the page. */
const trackTones: readonly Tone[] = ['brand', 'info', 'positive', 'caution', 'neutral'];

export async function AgendaSection({ event }: { event: LoadedEvent }) {
  const [t, { formatLocale }] = await Promise.all([getT('event-page'), getLocale()]);
  const days = agendaDays(event.sessions, event.timezone);
  if (days.length === 0) return null;
  const tracks = [...new Set(days.flatMap((day) => day.tracks))];
  const speakers = new Map(speakersOf(event.sessions).map((speaker) => [speaker.id, speaker]));
  const renderDay = (day: AgendaDay) => (
    <Day day={day} zone={event.timezone} tracks={tracks} speakers={speakers} />
  );
  const [onlyDay] = days;
  return (
    <section aria-labelledby="agenda" className="flex scroll-mt-20 flex-col gap-4">
      <div>
        <h2 id="agenda" className="font-display text-title font-bold">
          {t('agenda.title')}
        </h2>
        <p className="mt-1 text-sm text-muted">
          {t('agenda.times', { zone: zoneName(event.startsAt, event.timezone, formatLocale) })}
        </p>
      </div>
      {days.length === 1 && onlyDay ? (
        renderDay(onlyDay)
      ) : (
        <Tabs
          label={t('agenda.days')}
          items={days.map((day) => ({
            value: day.key,
            label: dayLabel(day, event.timezone, formatLocale),
            content: renderDay(day),
          }))}
        />
      )}
    </section>
  );
}

function dayLabel(day: AgendaDay, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: knownZone(zone),
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).format(new Date(day.startsAt));
}

async function Day({
  day,
  zone,
  tracks,
  speakers,
}: {
  day: AgendaDay;
  zone: string;
  tracks: readonly string[];
  speakers: ReadonlyMap<string, SpeakerWithSessions>;
}) {
  const { formatLocale } = await getLocale();
  return (
    <>
      <h3 className="sr-only">{formatDate(day.startsAt, zone, formatLocale)}</h3>
      <ol className="flex flex-col gap-6">
        {day.slots.map((slot) => (
          <li
            key={slot.startsAt}
            className="grid gap-2 sm:grid-cols-[4.5rem_minmax(0,1fr)] sm:gap-4"
          >
            <p className="tabular text-sm font-semibold sm:pt-4">
              <time dateTime={slot.startsAt}>{formatTime(slot.startsAt, zone, formatLocale)}</time>
            </p>
            <ul className="grid gap-3 xl:grid-cols-[repeat(auto-fit,minmax(14rem,1fr))]">
              {slot.sessions.map((session) => (
                <Session
                  key={session.id}
                  session={session}
                  zone={zone}
                  tone={
                    trackTones[
                      Math.max(0, tracks.indexOf(session.track ?? '')) % trackTones.length
                    ] ?? 'neutral'
                  }
                  speakers={speakers}
                />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}

async function Session({
  session,
  zone,
  tone,
  speakers,
}: {
  session: AgendaSession;
  zone: string;
  tone: Tone;
  speakers: ReadonlyMap<string, SpeakerWithSessions>;
}) {
  const [t, { formatLocale }] = await Promise.all([getT('event-page'), getLocale()]);
  const from = formatTime(session.startsAt, zone, formatLocale);
  const to = formatTime(session.endsAt, zone, formatLocale);
  const links = session.sessionSpeakers.nodes.filter((link) => link?.speaker);
  return (
    <li
      className={cx(
        'forced-border flex flex-col gap-2 rounded-card border border-line bg-surface p-4',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {session.track ? <Badge tone={tone}>{session.track}</Badge> : null}
        <span className="tabular text-xs text-muted">
          {from} – {to}
        </span>
        {session.room ? (
          <span className="flex items-center gap-1 text-xs text-muted">
            <MapPin aria-hidden="true" className="size-3.5" />
            {session.room}
          </span>
        ) : null}
      </div>
      <h4 className="font-semibold">{session.title}</h4>
      {links.length > 0 ? (
        <ul className="flex flex-wrap gap-x-3">
          {links.map((link) => {
            const speaker = link?.speaker ? speakers.get(link.speaker.id) : undefined;
            return speaker ? (
              <li key={link?.id}>
                <SpeakerButton speaker={speaker} look="inline" />
              </li>
            ) : null;
          })}
        </ul>
      ) : null}
      {session.description ? (
        <details className="group text-sm">
          <summary className="inline-flex min-h-11 items-center text-muted underline decoration-line-strong underline-offset-4 hover:text-ink">
            {t('agenda.about')}
          </summary>
          <Prose text={session.description} className="pt-1 pb-2" />
        </details>
      ) : null}
    </li>
  );
}
