'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react';
import { registrationPath } from '@/lib/auth/registration-access';
import type { Failure } from '@/lib/result';
import type { Line } from '@/lib/sale/line';
import { linePath } from '@/lib/sale/paths';
import { isUnanswered, type Waiting } from '@/lib/sale/patiently';
import {
  type Choice,
  closeAttempt,
  type OrderLine,
  openAttempt,
  readChoice,
  reopenEarlierAttempt,
  writeChoice,
} from '@/lib/sale/stored-choice';
import { useLine } from '@/lib/sale/use-line';
import { useReserve } from '@/lib/sale/use-reserve';
import type { TicketType } from '../types';
import { type ChosenLine, canHave, chosenLines, orderLines, ticketCount } from './choice';
import { useTicketTypes } from './use-ticket-types';

export type ShopEvent = {
  id: string;
  /** `/e/<organization>/<event>` */
  path: string;
  zone: string;
  currency: string;
  holdSeconds: number;
  maxPerOrder: number;
  maxPerPerson: number | null;
  /** The terms that an order of now is made under; null: guests do not cancel themselves. */
  cancellableUntil: string | null;
  cancellationRefundPercent: number;
  /** False for drafts, cancelled and past events: everything is shown, nothing can be taken. */
  isOpen: boolean;
};

type Shop = {
  event: ShopEvent;
  eventLink: string | null;
  types: readonly TicketType[];
  isLive: boolean;
  lines: readonly ChosenLine[];
  count: number;
  choose: (typeId: string, quantity: number) => void;
  /** Holds what is chosen, or what was wanted before when it is given. */
  reserve: (wish?: readonly OrderLine[]) => Promise<void>;
  pending: boolean;
  /** What a reservation under way is doing, and whether it takes longer than usual. */
  waiting: Waiting | null;
  isSlow: boolean;
  stop: () => void;
  failure: Failure | null;
  /** The request may have arrived or not: the next press sends the same one again. */
  isUnanswered: boolean;
  /** The wish that others were faster for, and whether all of it can be had again. */
  missed: { wish: readonly OrderLine[]; isBack: boolean } | null;
  /** The line in front of the sale, when there is one. */
  line: Line | null;
  linePath: string;
};

const ShopContext = createContext<Shop | null>(null);

/** The choice of tickets: the list, the summary and the bar at the bottom all look at this one. */
export function ShopProvider({
  event,
  eventLink,
  initialTypes,
  initialLine,
  children,
}: {
  event: ShopEvent;
  eventLink: string | null;
  initialTypes: readonly TicketType[];
  initialLine: Line | null;
  children: ReactNode;
}) {
  const router = useRouter();
  const { types, isLive, reload } = useTicketTypes({
    eventId: event.id,
    eventLink,
    initial: initialTypes,
    isWatched: event.isOpen,
  });
  const { line } = useLine({
    eventId: event.id,
    eventLink,
    initial: initialLine,
    isWatched: event.isOpen,
  });
  const [choice, setChoice] = useState<Choice>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [missed, setMissed] = useState<readonly OrderLine[] | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const reservation = useReserve({ eventId: event.id, eventLink });
  const toLine = linePath(event.path, eventLink);

  // Only the browser knows what was chosen before the reload.
  useEffect(() => setChoice(readChoice(event.id)), [event.id]);

  const lines = useMemo(
    () => (event.isOpen ? chosenLines(types, choice, event) : []),
    [types, choice, event],
  );
  const count = ticketCount(lines);

  const choose = (typeId: string, quantity: number) => {
    const next = { ...choice, [typeId]: quantity };
    setChoice(next);
    writeChoice(event.id, next);
    setFailure(null);
    setMissed(null);
  };

  const reserve = async (given?: readonly OrderLine[]) => {
    const wish = given ?? orderLines(lines);
    if (wish.length === 0) return;
    setFailure(null);
    setMissed(null);
    const result = await reservation.run(wish);
    if (!result) return;
    if (!result.ok) {
      if (result.error.code === 'WAITING_ROOM') {
        setLeaving(true);
        router.push(toLine);
        return;
      }
      // The order that this turn was used for may be one that was never answered: then it is found again.
      if (result.error.code === 'ADMISSION_USED') {
        const earlier = reopenEarlierAttempt(event.id, event.holdSeconds * 1000);
        if (earlier) await reservation.run(earlier);
      }
      setFailure(result.error);
      if (isUnanswered(result.error)) return;
      await reload();
      if (result.error.code === 'HELD_BY_OTHERS' || result.error.code === 'SOLD_OUT')
        setMissed(wish);
      return;
    }
    writeChoice(event.id, {});
    setLeaving(true);
    router.push(registrationPath('checkout', result.data.registrationId, result.data.credential));
  };

  // A page that went away while it waited for an answer goes on waiting when it is back.
  const resume = useEffectEvent(() => {
    const open = openAttempt(event.id, event.holdSeconds * 1000);
    if (open) void reserve(open.lines);
    else closeAttempt(event.id);
  });
  useEffect(() => {
    if (event.isOpen) resume();
  }, [event.isOpen]);

  const value: Shop = {
    event,
    eventLink,
    types,
    isLive,
    lines,
    count,
    choose,
    reserve,
    pending: reservation.waiting !== null || isLeaving,
    waiting: reservation.waiting,
    isSlow: reservation.isSlow,
    stop: reservation.stop,
    failure,
    isUnanswered: failure !== null && isUnanswered(failure),
    missed: missed && { wish: missed, isBack: canHave(missed, types, event) },
    line,
    linePath: toLine,
  };
  return <ShopContext value={value}>{children}</ShopContext>;
}

export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('useShop needs the ShopProvider of the event page.');
  return shop;
}
