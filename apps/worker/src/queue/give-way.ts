import { cpus } from 'node:os';

/** Of all processors, taken by others: from here on mails give way. */
const busyFrom = 0.7;
/** One goes all the same, this often: who asked for a mail finds a free place within that time. */
const everyMs = 500;
/** How long a look at the processors holds good. */
const lookMs = 200;

/** Waits until a mail may be made that has waited since then, in milliseconds of the epoch. */
export type GiveWay = (since: number) => Promise<void>;

/**
 * Mails are the heaviest part of an order, and the one that can wait: while others keep the machine busy, as in the
 * first minute of an on-sale, they come one by one. A mail that has waited for `mostMs` gives way no longer.
 */
export function createGiveWay({
  mostMs,
  shareOfOthers = createShareOfOthers(),
}: {
  mostMs: number;
  shareOfOthers?: () => number;
}): GiveWay {
  let nextAt = Number.NEGATIVE_INFINITY;
  return async (since) => {
    if (Date.now() - since >= mostMs || shareOfOthers() < busyFrom) return;
    const now = performance.now();
    nextAt = Math.max(now, nextAt + everyMs);
    const waitMs = nextAt - now;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
}

/**
 * The share of all processors' time that went to other processes of normal priority since the last look. Ours is of
 * lower priority, as are other workers: their work in user space is counted apart ("nice"), so only what the kernel
 * does for this one is taken off.
 */
export function createShareOfOthers(): () => number {
  const look = () => {
    const times = cpus().map((cpu) => cpu.times);
    const sum = (of: (time: (typeof times)[number]) => number) =>
      times.reduce((total, time) => total + of(time), 0);
    return {
      at: performance.now(),
      others: sum(({ user, sys, irq }) => user + sys + irq) - process.cpuUsage().system / 1_000,
      all: sum(({ user, nice, sys, irq, idle }) => user + nice + sys + irq + idle),
    };
  };
  let last = look();
  let share = 0;
  return () => {
    if (performance.now() - last.at < lookMs) return share;
    const now = look();
    share = (now.others - last.others) / Math.max(1, now.all - last.all);
    last = now;
    return share;
  };
}
