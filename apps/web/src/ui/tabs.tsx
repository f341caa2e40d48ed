'use client';

import Link from 'next/link';
import * as Radix from 'radix-ui/tabs';
import type { ReactNode } from 'react';
import { cx } from './cx';

const list = 'flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]';
const tab =
  'relative flex min-h-11 shrink-0 items-center gap-2 px-3 text-sm font-semibold text-muted no-underline hover:text-ink -outline-offset-2!';
const mark =
  'after:absolute after:inset-x-3 after:bottom-0 after:h-[3px] after:rounded-t-full after:bg-(--brand)';

/** Views of one thing on one page. */
export function Tabs({
  label,
  items,
  defaultValue,
  value,
  onValueChange,
}: {
  label: string;
  items: readonly { value: string; label: ReactNode; content: ReactNode }[];
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
}) {
  return (
    <Radix.Root
      defaultValue={defaultValue ?? items[0]?.value}
      value={value}
      onValueChange={onValueChange}
    >
      <Radix.List aria-label={label} className={list}>
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className={cx(
              tab,
              'data-[state=active]:text-ink',
              'data-[state=active]:after:absolute data-[state=active]:after:inset-x-3 data-[state=active]:after:bottom-0 data-[state=active]:after:h-[3px] data-[state=active]:after:rounded-t-full data-[state=active]:after:bg-(--brand)',
            )}
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pt-6">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** Tabs that are pages of their own: links, so that the address says where one is. */
export function TabLinks({
  label,
  items,
  current,
}: {
  label: string;
  items: readonly { href: string; label: ReactNode }[];
  current: string;
}) {
  return (
    <nav aria-label={label} className={list}>
      {items.map(({ href, label: text }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === current ? 'page' : undefined}
          className={cx(tab, 'aria-[current=page]:text-ink', href === current && mark)}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
