'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { Card } from '@/ui/card';

/** What came of it, in place of the form: focus goes to the heading, so that it is read out. */
export function Outcome({
  icon,
  tone = 'positive',
  title,
  text,
  hint,
  action,
}: {
  icon: ReactNode;
  tone?: 'positive' | 'critical' | 'neutral';
  title: string;
  text: string;
  hint?: string;
  action?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const disc = {
    positive: 'bg-positive-soft text-positive',
    critical: 'bg-critical-soft text-critical',
    neutral: 'bg-brand-soft text-brand',
  }[tone];
  return (
    <div className="page-width flex flex-col items-center py-8 sm:py-16">
      <Card padding="lg" className="flex w-full max-w-md flex-col items-start gap-4">
        <span
          className={`flex size-14 items-center justify-center rounded-full [&_svg]:size-7 ${disc}`}
        >
          {icon}
        </span>
        <h1 ref={heading} tabIndex={-1} className="font-display text-headline font-bold">
          {title}
        </h1>
        <p>{text}</p>
        {hint ? <p className="text-sm text-muted">{hint}</p> : null}
        {action ? <div className="mt-2 flex flex-wrap gap-3">{action}</div> : null}
      </Card>
    </div>
  );
}
