import type { Metadata } from 'next';
import { MyTicketsScreen } from '@/features/my-tickets/my-tickets-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('my-tickets');
  return { title: t('title'), robots: { index: false } };
}

export default function MyTicketsPage() {
  return (
    <Messages ns="my-tickets">
      <div className="page-width pb-16">
        <MyTicketsScreen />
      </div>
    </Messages>
  );
}
