'use client';

import * as Radix from 'radix-ui/tooltip';
import type { ReactNode } from 'react';

/** A few words more about a control, on hover and on focus. Never the only place a thing is said. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-60 max-w-xs animate-fade-in rounded-control bg-inverse px-3 py-2 text-xs text-on-inverse shadow-float"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
