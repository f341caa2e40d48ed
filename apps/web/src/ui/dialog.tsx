'use client';

import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import { type ReactNode, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Button, type ButtonVariant, IconButton } from './button';
import { cx } from './cx';
import { useFocusBack } from './use-focus-back';

export type DialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** What opens it; leave it out when `open` is controlled from elsewhere. */
  trigger?: ReactNode;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  width?: 'sm' | 'md' | 'lg';
};

const scrim = 'fixed inset-0 z-40 bg-scrim animate-fade-in';

/** A question or a small task in front of the page; on phones it fills the lower part of the screen. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  children,
  footer,
  width = 'md',
}: DialogProps) {
  const t = useT();
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Radix.Content
          {...focusBack}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cx(
            'forced-border fixed z-50 flex max-h-[88dvh] flex-col bg-raised text-ink shadow-float focus:outline-none',
            'inset-x-0 bottom-0 rounded-t-float max-sm:animate-sheet',
            'sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-[calc(100%-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:animate-rise sm:rounded-float',
            width === 'sm' && 'sm:max-w-md',
            width === 'md' && 'sm:max-w-xl',
            width === 'lg' && 'sm:max-w-3xl',
          )}
        >
          <div className="flex items-start gap-4 px-5 pt-5 sm:px-6 sm:pt-6">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-1 text-sm text-muted">
                  {description}
                </Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('actions.close')} className="-mt-2 -mr-2">
                <X aria-hidden="true" />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4 sm:px-6">{children}</div>
          {footer ? (
            <div className="flex flex-col-reverse gap-2 border-t border-line px-5 py-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:flex-row sm:justify-end sm:px-6">
              {footer}
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const DialogClose = Radix.Close;

/** Asks before something that cannot be taken back. `onConfirm` may take its time; the dialog waits. */
export function ConfirmDialog({
  confirmLabel,
  dismissLabel,
  confirmVariant = 'danger',
  onConfirm,
  open: givenOpen,
  onOpenChange,
  ...props
}: Omit<DialogProps, 'footer'> & {
  confirmLabel: string;
  /** Where “Cancel” would be mistaken for what is asked. */
  dismissLabel?: string;
  confirmVariant?: ButtonVariant;
  /** Return false to stay open (and show why in `children`). */
  onConfirm: () => unknown;
}) {
  const t = useT();
  const [ownOpen, setOwnOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const open = givenOpen ?? ownOpen;
  const setOpen = (next: boolean) => {
    if (pending) return;
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    setPending(true);
    try {
      const mayClose = await onConfirm();
      if (mayClose !== false) {
        setOwnOpen(false);
        onOpenChange?.(false);
      }
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog
      {...props}
      width="sm"
      open={open}
      onOpenChange={setOpen}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>{dismissLabel ?? t('actions.cancel')}</Button>
          <Button variant={confirmVariant} pending={pending} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    />
  );
}
