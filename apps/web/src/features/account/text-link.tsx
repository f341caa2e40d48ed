import Link from 'next/link';
import type { ComponentProps } from 'react';

/** A link in a line of its own, large enough for a finger. */
export function TextLink(props: ComponentProps<typeof Link>) {
  return (
    <Link
      {...props}
      className="inline-flex min-h-11 items-center font-semibold text-brand underline underline-offset-4"
    />
  );
}
