import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { serverConfig } from '@/lib/config/server';

export const metadata: Metadata = { robots: { index: false } };

/** A tool for builders: not there in production, unless FOYER_STYLEGUIDE=1 asks for it. */
export default function StyleguideLayout({ children }: { children: ReactNode }) {
  if (!serverConfig().showStyleguide) notFound();
  return children;
}
