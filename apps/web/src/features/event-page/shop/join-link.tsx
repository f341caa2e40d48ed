'use client';

import { ArrowRight } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { noPlace, writePlace } from '@/lib/sale/stored-place';
import { useAdmission } from '@/lib/sale/use-admission';
import { type ButtonSize, LinkButton } from '@/ui/button';
import { useShop } from './shop-provider';

/** To the line: to join it, back to one's place, or to join again when the turn has passed. */
export function JoinLink({ size, isUsed = false }: { size: ButtonSize; isUsed?: boolean }) {
  const t = useT('event-page');
  const { event, linePath } = useShop();
  const { place, state } = useAdmission(event.id);
  const isOver = isUsed || state === 'over';
  return (
    <LinkButton
      variant="primary"
      size={size}
      href={linePath}
      prefetch={false}
      onClick={() => isOver && writePlace(event.id, noPlace)}
    >
      {t(isOver ? 'line.again' : place?.place ? 'line.back' : 'line.join')}
      <ArrowRight aria-hidden="true" />
    </LinkButton>
  );
}
