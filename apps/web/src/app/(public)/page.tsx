import { getT } from '@/lib/i18n/server';
import { LinkButton } from '@/ui/button';

export default async function StartPage() {
  const t = await getT();
  return (
    <section className="bg-stage text-on-stage">
      <div className="page-width flex flex-col items-start gap-6 py-20 sm:py-28">
        <h1 className="max-w-3xl font-display text-display font-extrabold">{t('tagline')}</h1>
        <p className="max-w-prose text-lg">{t('metaDescription')}</p>
        <LinkButton href="/find-tickets" variant="stage" size="lg">
          {t('nav.findTickets')}
        </LinkButton>
      </div>
    </section>
  );
}
