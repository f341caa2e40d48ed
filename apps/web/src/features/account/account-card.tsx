import type { ReactNode } from 'react';
import { Card } from '@/ui/card';

/** The frame of every screen before one is signed in: one thing to do, and below it the other ways. */
export function AccountCard({
  title,
  lead,
  children,
  footer,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <div className="page-width flex flex-col items-center py-8 sm:py-16">
      <div className="w-full max-w-md">
        <Card padding="lg" className="relative overflow-hidden">
          <span aria-hidden="true" className="absolute inset-x-0 top-0 h-1.5 bg-brand" />
          <h1 className="font-display text-headline font-bold">{title}</h1>
          {lead ? <p className="mt-2 text-muted">{lead}</p> : null}
          <div className="mt-6">{children}</div>
        </Card>
        {footer ? <div className="mt-5 flex flex-col gap-5 px-1 text-sm">{footer}</div> : null}
      </div>
    </div>
  );
}
