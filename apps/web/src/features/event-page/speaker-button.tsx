'use client';

import { useT } from '@/lib/i18n/client';
import { Avatar } from '@/ui/avatar';
import { cx } from '@/ui/cx';
import { Dialog } from '@/ui/dialog';
import type { SpeakerWithSessions } from './agenda';

/** A person of the programme; the press opens who they are. */
export function SpeakerButton({
  speaker,
  look,
}: {
  speaker: SpeakerWithSessions;
  look: 'inline' | 'card';
}) {
  const t = useT('event-page');
  const { name, title, bio, photoUrl, sessions } = speaker;
  return (
    <Dialog
      title={name}
      description={title || undefined}
      trigger={
        <button
          type="button"
          className={cx(
            'flex items-center gap-2 rounded-control text-left',
            look === 'inline' &&
              'min-h-11 text-sm font-medium underline decoration-line-strong underline-offset-4 hover:decoration-current',
            look === 'card' &&
              'forced-border h-full w-full gap-3! rounded-card! border border-line bg-surface p-3 hover:bg-sunken',
          )}
        >
          <Avatar name={name} src={photoUrl} size={look === 'inline' ? 'sm' : 'md'} />
          {look === 'inline' ? (
            name
          ) : (
            <span className="min-w-0">
              <span className="block font-semibold">{name}</span>
              {title ? <span className="block text-xs text-muted">{title}</span> : null}
            </span>
          )}
        </button>
      }
    >
      <div className="flex flex-col gap-5 sm:flex-row">
        <Avatar name={name} src={photoUrl} size="lg" />
        <div className="min-w-0">
          <p className="leading-relaxed whitespace-pre-line">
            {bio || t('speakers.noBio', { name })}
          </p>
          {sessions.length > 0 ? (
            <>
              <h3 className="mt-5 text-sm font-semibold">{t('speakers.sessions')}</h3>
              <ul className="mt-1 flex flex-col gap-1 text-sm text-muted">
                {sessions.map(({ id, title: sessionTitle }) => (
                  <li key={id}>{sessionTitle}</li>
                ))}
              </ul>
            </>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
