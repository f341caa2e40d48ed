'use client';

import { useEffect, useRef, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { stateOf } from './choice';
import { useShop } from './shop-provider';

/** A voice that is interrupted four times a second says nothing at all. */
const quietMs = 5_000;

/**
 * Says for those who cannot see it what changed about the tickets: a type that sold out or came
 * back, and the last few of one that was chosen. Everything else stays silent.
 */
export function AvailabilityNews() {
  const t = useT('event-page');
  const { types, lines } = useShop();
  const [news, setNews] = useState('');
  const heard = useRef<Map<string, string> | null>(null);
  const spokenAt = useRef(Number.NEGATIVE_INFINITY);

  const words = types.map((type) => {
    const state = stateOf(type);
    const isChosen = lines.some((line) => line.type.id === type.id);
    const text =
      state.kind === 'on_sale'
        ? isChosen && state.isFew && state.left !== null
          ? t('tickets.fewLeft', { count: state.left })
          : t('tickets.onSale')
        : state.kind === 'held'
          ? t('tickets.held')
          : state.kind === 'sold_out'
            ? t('tickets.soldOut')
            : '';
    return { id: type.id, name: type.name, text };
  });
  const signature = words.map(({ id, text }) => `${id}=${text}`).join('|');

  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the words
  useEffect(() => {
    const now = new Map(words.map(({ id, text }) => [id, text]));
    const before = heard.current;
    if (before === null) {
      heard.current = now;
      return;
    }
    const wait = Math.max(0, spokenAt.current + quietMs - performance.now());
    const timer = setTimeout(() => {
      const changed = words.filter(
        ({ id, text }) => text && before.has(id) && before.get(id) !== text,
      );
      heard.current = now;
      if (changed.length === 0) return;
      spokenAt.current = performance.now();
      setNews(
        changed.map(({ name, text }) => t('tickets.spoken', { name, state: text })).join('. '),
      );
    }, wait);
    return () => clearTimeout(timer);
  }, [signature]);

  return (
    <p aria-live="polite" className="sr-only">
      {news}
    </p>
  );
}
