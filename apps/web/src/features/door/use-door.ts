'use client';

import type { ScanVerdict } from '@foyer/types';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Result } from '@/lib/result';
import type { DoorApi, ScanAnswer, ScanWish } from './door-api.ts';
import { type Deciding, decideOrAsk } from './offline/decide-or-ask.ts';

/** A replay is our own retry, so it counts as what the first try decided. */
export type Shown = Exclude<ScanVerdict, 'replayed'> | 'noAnswer';

export type Presentation =
  | { state: 'checking'; wish: ScanWish; isSlow: boolean }
  | {
      state: 'answered';
      wish: ScanWish;
      shown: Shown;
      answer: ScanAnswer | null;
      decidedBy: DecidedBy;
    };

/** `phoneUnlisted`: by the phone alone, and the ticket was sold after its list was made. */
export type DecidedBy = 'service' | 'phone' | 'phoneUnlisted';

export type PastScan = {
  scanId: string;
  at: Date;
  shown: Shown;
  answer: ScanAnswer | null;
  decidedBy: DecidedBy;
  isUndone: boolean;
};

/** How long a verdict stays: a welcome is read at a glance, a refusal has to be explained. */
const SHOW_MS: Record<'accepted' | 'other', number> = { accepted: 2_000, other: 4_500 };
/** A ticket that stays before the camera is one presentation, not many. */
const SAME_TICKET_MS = 4_000;
const SLOW_AFTER_MS = 1_000;
const KEEP_SCANS = 50;

function shownVerdict(answer: ScanAnswer): Shown {
  const verdict = answer.verdict === 'replayed' ? answer.originalVerdict : answer.verdict;
  return verdict === undefined || verdict === 'replayed' ? 'noAnswer' : verdict;
}

type DoorOptions = Deciding & {
  api: DoorApi;
  gateId: string | null;
  /** Takes back what only this phone knows of. False when the service has to be asked. */
  takeBack: (scanId: string) => Promise<boolean>;
  /** The service took it back. */
  onTakenBack: (scanId: string) => void;
  onAnswered: (answer: ScanAnswer, wish: ScanWish) => void;
  onShown: (shown: Shown) => void;
  onRevoked: () => void;
};

/** Presents tickets one at a time, shows what came of it, remembers the last ones. */
export function useDoor(options: DoorOptions) {
  const [presentation, setPresentation] = useState<Presentation | null>(null);
  const [past, setPast] = useState<PastScan[]>([]);
  const isBusy = useRef(false);
  const lastSeen = useRef({ token: '', at: 0 });
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const ask = useCallback(async (wish: ScanWish) => {
    const { onAnswered, onShown, onRevoked } = latest.current;
    isBusy.current = true;
    setPresentation({ state: 'checking', wish, isSlow: false });
    const slow = setTimeout(
      () => setPresentation({ state: 'checking', wish, isSlow: true }),
      SLOW_AFTER_MS,
    );
    const { result, decision } = await decideOrAsk(latest.current, wish);
    clearTimeout(slow);
    isBusy.current = false;
    lastSeen.current = { token: wish.token, at: performance.now() };
    if (result && !result.ok && result.error.code === 'NOT_SIGNED_IN') {
      setPresentation(null);
      onRevoked();
      return;
    }
    const answer = decision?.answer ?? (result?.ok ? result.data : null);
    const shown = answer ? shownVerdict(answer) : 'noAnswer';
    const decidedBy: DecidedBy = !decision
      ? 'service'
      : decision.isOnList
        ? 'phone'
        : 'phoneUnlisted';
    if (shown === 'accepted' && answer && !decision) onAnswered(answer, wish);
    setPresentation({ state: 'answered', wish, shown, answer, decidedBy });
    setPast((scans) =>
      [
        { scanId: wish.scanId, at: new Date(), shown, answer, decidedBy, isUndone: false },
        ...scans.filter((scan) => scan.scanId !== wish.scanId),
      ].slice(0, KEEP_SCANS),
    );
    onShown(shown);
  }, []);

  const present = useCallback(
    (text: string, method: ScanWish['method']) => {
      const token = text.trim();
      const seen = lastSeen.current;
      const isHeldStill = method === 'scan' && seen.token === token;
      if (isHeldStill && performance.now() - seen.at < SAME_TICKET_MS) {
        // Seen again, so it is still there: only when it has been away does it count anew.
        seen.at = performance.now();
        return;
      }
      if (isBusy.current || token === '') return;
      lastSeen.current = { token, at: performance.now() };
      ask({
        scanId: crypto.randomUUID(),
        token,
        method,
        gateId: latest.current.gateId,
        scannedAt: new Date().toISOString(),
      });
    },
    [ask],
  );

  /** The same presentation once more, so with the same scan id: it cannot count twice. */
  const again = useCallback(() => {
    if (presentation?.state === 'answered') ask(presentation.wish);
  }, [ask, presentation]);

  const dismiss = useCallback(
    () => setPresentation((now) => (now?.state === 'answered' ? null : now)),
    [],
  );

  useEffect(() => {
    if (presentation?.state !== 'answered' || presentation.shown === 'noAnswer') return;
    const kind = presentation.shown === 'accepted' ? 'accepted' : 'other';
    const timer = setTimeout(dismiss, SHOW_MS[kind]);
    return () => clearTimeout(timer);
  }, [presentation, dismiss]);

  const undo = useCallback(async (scanId: string) => {
    const { api, takeBack, onTakenBack } = latest.current;
    const isTakenBack = await takeBack(scanId);
    const result: Result<null> = isTakenBack ? { ok: true, data: null } : await api.undo(scanId);
    if (result.ok) {
      if (!isTakenBack) onTakenBack(scanId);
      lastSeen.current = { token: '', at: 0 };
      setPast((scans) =>
        scans.map((scan) => (scan.scanId === scanId ? { ...scan, isUndone: true } : scan)),
      );
    }
    return result;
  }, []);

  return { presentation, past, present, again, dismiss, undo };
}
