import type { Metadata } from 'next';
import { DoorScreen } from '@/features/door/door-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('door');
  return { title: t('title'), robots: { index: false } };
}

export default function DoorPage() {
  return (
    <Messages ns="door">
      <DoorScreen />
    </Messages>
  );
}
