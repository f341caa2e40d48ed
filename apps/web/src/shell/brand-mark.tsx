import { cx } from '@/ui/cx';

/** An arch one walks through, notched like a ticket, with the light on behind it. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={cx('size-8 shrink-0', className)}>
      <path
        fill="var(--brand-fill)"
        d="M16 2C9.4 2 4 7.4 4 14v4.2a2.8 2.8 0 0 1 0 5.6V28a2 2 0 0 0 2 2h20a2 2 0 0 0 2-2v-4.2a2.8 2.8 0 0 1 0-5.6V14C28 7.4 22.6 2 16 2Z"
      />
      <path fill="var(--lamp)" d="M16 8.5a6 6 0 0 0-6 6V30h9.5V9.6A6 6 0 0 0 16 8.5Z" />
      <path fill="var(--on-brand)" d="m19.5 9.6 2.9 2.3V30h-2.9z" opacity=".9" />
    </svg>
  );
}

/** The mark and the name. The name is the product's and is not translated. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cx('inline-flex items-center gap-2', className)}>
      <BrandMark />
      <span className="font-display text-xl font-extrabold tracking-tight">{productName}</span>
    </span>
  );
}

export const productName = 'Foyer';
