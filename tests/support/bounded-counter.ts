/**
 * What one ticket type promises under concurrency, as a sequential object: a pool of `capacity`, of which
 * some are held and some sold. A history of real calls is linearizable when every call can be given one
 * instant between its start and its end such that, in that order, each got the answer this object gives.
 */

export type CounterCall =
  | { kind: 'reserve'; quantity: number; answer: 'held' | 'sold_out' | 'held_by_others' }
  /** `isDone` false: it was refused, because something else had ended the hold before. */
  | { kind: 'release'; quantity: number; isDone: boolean }
  | { kind: 'confirm'; quantity: number; isDone: boolean }
  /** A hold that ran out: freed by whoever comes first, at some instant of the interval. */
  | { kind: 'expire'; quantity: number; isDone: boolean }
  /** Money that came after the hold ran out: takes the tickets again if they are all there. */
  | { kind: 'retake'; quantity: number; answer: 'taken' | 'gone' | 'refused' }
  | { kind: 'read'; held: number; sold: number };

export type Call = CounterCall & { start: number; end: number; what: string };
type State = { held: number; sold: number };

/** Whether the object would answer so in this state. */
function answers(call: CounterCall, { held, sold }: State, capacity: number): boolean {
  if (call.kind === 'read') return call.held === held && call.sold === sold;
  if (call.kind === 'retake' && call.answer !== 'refused')
    return (call.answer === 'taken') === call.quantity <= capacity - held - sold;
  if (call.kind !== 'reserve') return true;
  if (call.quantity <= capacity - held - sold) return call.answer === 'held';
  return call.answer === (call.quantity > capacity - sold ? 'sold_out' : 'held_by_others');
}

/** What a call with its answer does; which calls had an effect is known, so order does not matter here. */
function effectOf(call: CounterCall): State {
  switch (call.kind) {
    case 'reserve':
      return { held: call.answer === 'held' ? call.quantity : 0, sold: 0 };
    case 'release':
    case 'expire':
      return { held: call.isDone ? -call.quantity : 0, sold: 0 };
    case 'confirm':
      return call.isDone ? { held: -call.quantity, sold: call.quantity } : { held: 0, sold: 0 };
    case 'retake':
      return { held: 0, sold: call.answer === 'taken' ? call.quantity : 0 };
    case 'read':
      return { held: 0, sold: 0 };
  }
}

/** The number of sets of calls to visit doubles with each call that overlaps all others. */
const LONGEST_EXACT = 60;

/**
 * Looks for an order of all calls that respects real time and every answer. Exact: which calls have taken
 * effect decides the state, so each set of calls is visited once.
 * @returns null, or the calls that no order can explain beyond the longest explained beginning
 */
export function findViolation(history: Call[], capacity: number): Call[] | null {
  if (history.length > LONGEST_EXACT) throw new Error(`${history.length} calls are too many`);
  const calls = [...history].sort((a, b) => a.start - b.start);
  const everything = 2n ** BigInt(calls.length) - 1n;
  const seen = new Set<bigint>();
  let furthest = { done: 0n, count: -1 };

  function isExplained(done: bigint, count: number, state: State): boolean {
    if (done === everything) return true;
    if (seen.has(done)) return false;
    seen.add(done);
    if (count > furthest.count) furthest = { done, count };
    const open = calls.flatMap((call, i) => (has(done, i) ? [] : [{ call, i }]));
    // Nothing may come before a call that had ended when it started.
    const firstEnd = Math.min(...open.map(({ call }) => call.end));
    for (const { call, i } of open) {
      if (call.start > firstEnd) break;
      if (!answers(call, state, capacity)) continue;
      const effect = effectOf(call);
      const next = { held: state.held + effect.held, sold: state.sold + effect.sold };
      if (next.held < 0 || next.held + next.sold > capacity) continue;
      if (isExplained(done | (1n << BigInt(i)), count + 1, next)) return true;
    }
    return false;
  }

  if (isExplained(0n, 0, { held: 0, sold: 0 })) return null;
  return calls.filter((_, i) => !has(furthest.done, i));
}

function has(done: bigint, i: number): boolean {
  return ((done >> BigInt(i)) & 1n) === 1n;
}

/**
 * The same question for a history of any length, by bounds: what had ended before a call started counts for
 * certain, what overlaps with it may count. Finds fewer violations than the search, never a false one.
 */
export function findBoundViolation(calls: Call[], capacity: number): string | null {
  for (const call of calls) {
    let [least, most] = [0, 0];
    let [leastSold, mostSold] = [0, 0];
    for (const other of calls) {
      if (other === call || other.start > call.end) continue;
      const { held, sold } = effectOf(other);
      const isCertain = other.end < call.start;
      const taken = held + sold;
      least += isCertain ? taken : Math.min(0, taken);
      most += isCertain ? taken : Math.max(0, taken);
      leastSold += isCertain ? sold : 0;
      mostSold += sold;
    }
    const outside = (value: number, from: number, to: number) => value < from || value > to;
    const isPossible = (): boolean => {
      if (call.kind === 'read')
        return (
          call.held + call.sold <= capacity &&
          !outside(call.held + call.sold, least, most) &&
          !outside(call.sold, leastSold, mostSold)
        );
      if (call.kind === 'retake' && call.answer === 'gone') return most + call.quantity > capacity;
      if (call.kind === 'retake' && call.answer === 'taken')
        return least + call.quantity <= capacity;
      if (call.kind !== 'reserve') return true;
      if (call.answer === 'held') return least + call.quantity <= capacity;
      if (call.answer === 'sold_out') return mostSold + call.quantity > capacity;
      return most + call.quantity > capacity && leastSold + call.quantity <= capacity;
    };
    if (!isPossible()) {
      return `${call.what}: taken was between ${least} and ${most} of ${capacity}, sold between ${leastSold} and ${mostSold}`;
    }
  }
  return null;
}
