import type { ReactNode } from 'react';
import { SkipLink } from './skip-link';

/**
 * The door's screen: dark whatever the theme (it is night, and the light is for the guests), the
 * whole height, nothing around that could be pressed by accident.
 */
export function DoorShell({
  title,
  status,
  actions,
  children,
}: {
  title: ReactNode;
  /** Connection, counts: what must be seen at a glance. */
  status?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div data-theme="dark" className="flex h-dvh flex-col overflow-hidden bg-canvas text-ink">
      <SkipLink />
      <header className="flex min-h-14 items-center gap-3 border-b border-line px-4 pt-[env(safe-area-inset-top)]">
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-base font-semibold">{title}</h1>
          {status ? <div className="text-xs text-muted">{status}</div> : null}
        </div>
        {actions}
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto pb-[env(safe-area-inset-bottom)]"
      >
        {children}
      </main>
    </div>
  );
}
