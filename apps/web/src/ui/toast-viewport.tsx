'use client';

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import * as Radix from 'radix-ui/toast';
import { useT } from '@/lib/i18n/client';
import { IconButton } from './button';

export type ToastTone = 'positive' | 'critical' | 'info';
export type Toast = { id: number; tone: ToastTone; title: string; text?: string };

const icons = { positive: CircleCheck, critical: CircleAlert, info: Info };
const iconClass = { positive: 'text-positive', critical: 'text-critical', info: 'text-info' };

/** The corner where toasts appear. A default export, because it is loaded on first use. */
export default function ToastViewport({
  toasts,
  onRemove,
}: {
  toasts: readonly Toast[];
  onRemove: (id: number) => void;
}) {
  const t = useT();
  return (
    <Radix.Provider label={t('toast.region')} duration={7000} swipeDirection="right">
      {toasts.map(({ id, tone, title, text }) => {
        const Icon = icons[tone];
        return (
          <Radix.Root
            key={id}
            type={tone === 'critical' ? 'foreground' : 'background'}
            onOpenChange={(isOpen) => isOpen || onRemove(id)}
            className="forced-border flex animate-rise items-start gap-3 rounded-card border border-line bg-raised p-4 pr-2 shadow-float"
          >
            <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${iconClass[tone]}`} />
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-sm font-semibold">{title}</Radix.Title>
              {text ? (
                <Radix.Description className="mt-0.5 text-sm text-muted">{text}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('actions.close')} className="-my-2.5">
                <X aria-hidden="true" />
              </IconButton>
            </Radix.Close>
          </Radix.Root>
        );
      })}
      <Radix.Viewport className="fixed right-0 bottom-0 z-60 m-0 flex w-full max-w-md list-none flex-col gap-2 p-4 pb-[max(1rem,env(safe-area-inset-bottom))] outline-none" />
    </Radix.Provider>
  );
}
