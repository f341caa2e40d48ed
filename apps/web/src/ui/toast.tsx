'use client';

import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useState,
} from 'react';
import type { Toast, ToastTone } from './toast-viewport';

export type ShowToast = (toast: { tone?: ToastTone; title: string; text?: string }) => void;

const ToastContext = createContext<ShowToast | null>(null);
/** Most visits never see one, so what shows them comes with the first. */
const ToastViewport = lazy(() => import('./toast-viewport'));

let nextId = 0;

/** At the root. Toasts confirm what just happened; an error that needs an answer belongs in an Alert. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[] | null>(null);
  const show = useCallback<ShowToast>(({ tone = 'positive', title, text }) => {
    nextId += 1;
    const toast = { id: nextId, tone, title, text };
    setToasts((current) => [...(current ?? []).slice(-2), toast]);
  }, []);
  const remove = useCallback(
    (id: number) => setToasts((current) => (current ?? []).filter((toast) => toast.id !== id)),
    [],
  );
  return (
    <ToastContext value={show}>
      {children}
      {toasts ? (
        <Suspense>
          <ToastViewport toasts={toasts} onRemove={remove} />
        </Suspense>
      ) : null}
    </ToastContext>
  );
}

export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (!show) throw new Error('useToast needs the ToastProvider of the root layout.');
  return show;
}
