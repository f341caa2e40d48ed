'use client';

import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import type { ReactNode } from 'react';
import { useT } from '@/lib/i18n/client';
import { IconButton } from './button';
import { cx } from './cx';
import { useFocusBack } from './use-focus-back';

/**
 * A panel from an edge: from below on phones, and from the side that is named on wider screens.
 * For navigation, filters and a cart; a question belongs in a Dialog.
 */
export function Sheet({
  open,
  onOpenChange,
  trigger,
  title,
  hideTitle = false,
  side = 'right',
  children,
  footer,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: string;
  hideTitle?: boolean;
  /** `left` also stays at the left on phones: a drawer. */
  side?: 'left' | 'right';
  children: ReactNode;
  footer?: ReactNode;
}) {
  const t = useT();
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          {...focusBack}
          aria-describedby={undefined}
          className={cx(
            'forced-border fixed z-50 flex flex-col bg-raised text-ink shadow-float focus:outline-none',
            side === 'right' &&
              'inset-x-0 bottom-0 max-h-[85dvh] animate-sheet rounded-t-float sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-105 sm:animate-rise sm:rounded-none',
            side === 'left' && 'inset-y-0 left-0 w-[min(20rem,86vw)] animate-drawer',
          )}
        >
          {side === 'right' ? (
            <span
              aria-hidden="true"
              className="mx-auto mt-2 h-1 w-10 shrink-0 rounded-full bg-line sm:hidden"
            />
          ) : null}
          <div className="flex items-center gap-4 py-2 pr-2 pl-5">
            <Radix.Title
              className={cx('min-w-0 flex-1 text-lg font-semibold', hideTitle && 'sr-only')}
            >
              {title}
            </Radix.Title>
            <Radix.Close asChild>
              <IconButton label={t('actions.close')} className="ml-auto">
                <X aria-hidden="true" />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer ? (
            <div className="border-t border-line px-5 py-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
              {footer}
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const SheetClose = Radix.Close;
