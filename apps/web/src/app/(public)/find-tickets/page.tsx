import type { Metadata } from 'next';
import { FindTicketsScreen } from '@/features/my-tickets/find-tickets-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('my-tickets');
  return { title: t('findTitle'), robots: { index: false } };
}

export default function FindTicketsPage() {
  return (
    <Messages ns="my-tickets">
      <div className="page-width pb-16">
        <FindTicketsScreen />
      </div>
    </Messages>
  );
}
