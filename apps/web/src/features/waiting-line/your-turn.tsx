'use client';

import { ArrowRight, PartyPopper } from 'lucide-react';
import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { serverNow, useClockSkew } from '@/lib/server-clock';
import { LinkButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { Countdown } from '@/ui/countdown';

/** In. The page goes on by itself while somebody looks at it. */
export function YourTurn({ until, href }: { until: string | null; href: string }) {
  const t = useT('waiting-line');
  const skew = useClockSkew();
  return (
    <Card
      as="section"
      tone="stage"
      padding="lg"
      className="flex flex-col items-center gap-5 py-12 text-center"
    >
      <PartyPopper aria-hidden="true" className="size-12 text-stage-accent" />
      <div role="status">
        <h1 className="font-display text-headline font-extrabold">{t('turn.title')}</h1>
        <p className="mt-2 max-w-prose">{t(until ? 'turn.text' : 'turn.called')}</p>
      </div>
      {until ? (
        <>
          {skew === null ? null : <Remaining until={until} skew={skew} />}
          <LinkButton variant="stage" size="lg" href={href} replace>
            {t('turn.action')}
            <ArrowRight aria-hidden="true" />
          </LinkButton>
        </>
      ) : null}
    </Card>
  );
}

function Remaining({ until, skew }: { until: string; skew: number }) {
  const [now] = useState(() => serverNow(skew));
  return <Countdown until={until} serverNow={now} />;
}
