import type { Metadata } from 'next';
import { PairScreen } from '@/features/door/pair-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('door');
  return { title: t('pair.title'), robots: { index: false } };
}

export default function PairPage() {
  return (
    <Messages ns="door">
      <PairScreen />
    </Messages>
  );
}
