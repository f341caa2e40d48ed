'use client';

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import * as Radix from 'radix-ui/toast';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { IconButton } from './button';

type ToastTone = 'positive' | 'critical' | 'info';
type Toast = { id: number; tone: ToastTone; title: string; text?: string };
export type ShowToast = (toast: { tone?: ToastTone; title: string; text?: string }) => void;

const icons = { positive: CircleCheck, critical: CircleAlert, info: Info };
const iconClass = { positive: 'text-positive', critical: 'text-critical', info: 'text-info' };
const ToastContext = createContext<ShowToast | null>(null);

let nextId = 0;

/** At the root. Toasts confirm what just happened; an error that needs an answer belongs in an Alert. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useT();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const show = useCallback<ShowToast>(({ tone = 'positive', title, text }) => {
    nextId += 1;
    const toast = { id: nextId, tone, title, text };
    setToasts((current) => [...current.slice(-2), toast]);
  }, []);
  const remove = (id: number) => setToasts((current) => current.filter((toast) => toast.id !== id));
  const value = useMemo(() => show, [show]);
  return (
    <ToastContext value={value}>
      <Radix.Provider label={t('toast.region')} duration={7000} swipeDirection="right">
        {children}
        {toasts.map(({ id, tone, title, text }) => {
          const Icon = icons[tone];
          return (
            <Radix.Root
              key={id}
              type={tone === 'critical' ? 'foreground' : 'background'}
              onOpenChange={(isOpen) => isOpen || remove(id)}
              className="forced-border flex animate-rise items-start gap-3 rounded-card border border-line bg-raised p-4 pr-2 shadow-float"
            >
              <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${iconClass[tone]}`} />
              <div className="min-w-0 flex-1">
                <Radix.Title className="text-sm font-semibold">{title}</Radix.Title>
                {text ? (
                  <Radix.Description className="mt-0.5 text-sm text-muted">
                    {text}
                  </Radix.Description>
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
    </ToastContext>
  );
}

export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (!show) throw new Error('useToast needs the ToastProvider of the root layout.');
  return show;
}
