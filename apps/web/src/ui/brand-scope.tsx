import type { ComponentProps, CSSProperties } from 'react';
import { type BrandColors, brandVariables } from '@/lib/brand';

/** Below it the page speaks in an organization's colours (`org_branding.colors`), always readable. */
export function BrandScope({
  colors,
  style,
  ...props
}: ComponentProps<'div'> & { colors: BrandColors | null | undefined }) {
  return (
    <div
      {...props}
      data-brand=""
      style={{ ...style, ...(brandVariables(colors) as CSSProperties) }}
    />
  );
}
