'use client';

import { useEffect, useRef, useState } from 'react';

/** A voice that counts a line down second by second is no company. */
const quietMs = 45_000;

/** What a screen reader is told: a change of state at once, a change of number now and then. */
export function useSpoken(text: string, state: string): string {
  const [spoken, setSpoken] = useState('');
  const last = useRef({ state: '', at: 0 });
  useEffect(() => {
    if (text === '') return;
    const say = () => {
      last.current = { state, at: performance.now() };
      setSpoken(text);
    };
    const wait = last.current.at + quietMs - performance.now();
    if (last.current.state !== state || wait <= 0) return say();
    const timer = setTimeout(say, wait);
    return () => clearTimeout(timer);
  }, [text, state]);
  return spoken;
}
