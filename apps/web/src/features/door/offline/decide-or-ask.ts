import type { Failure, Result } from '@/lib/result';
import type { ScanAnswer, ScanWish } from '../door-api.ts';
import type { OfflineDecision } from './decide.ts';

/** Nobody was reached: what the service decided, if it did, it will say under the same scan id. */
export const isUnreached = ({ code }: Failure): boolean => code === 'NETWORK' || code === 'TIMEOUT';

/** Not a refusal: the same may succeed in a moment, or be decided without the service. */
export const isUnanswered = (failure: Failure): boolean =>
  isUnreached(failure) || failure.code === 'NOT_READY' || failure.code === 'RATE_LIMITED';

export type Deciding = {
  api: {
    /** @param isImpatient the phone can decide by itself when nobody is reached */
    scan(wish: ScanWish, isImpatient?: boolean): Promise<Result<ScanAnswer>>;
  };
  /** Nobody answered when last asked. */
  isOffline: boolean;
  /** This phone has a list to decide by. */
  canDecide: boolean;
  /** What only this phone knows: it let this ticket in, and has not told yet. Else null. */
  recall: (wish: ScanWish) => Promise<OfflineDecision | null>;
  /** Null when the phone cannot tell either. */
  decide: (wish: ScanWish) => Promise<OfflineDecision | null>;
};

/**
 * The service is asked, and knows best; where nobody answers, the phone decides under the same scan id.
 * Where it cannot either, the service is asked for longer.
 */
export async function decideOrAsk(
  { api, isOffline, canDecide, recall, decide }: Deciding,
  wish: ScanWish,
): Promise<
  { decision: OfflineDecision; result: null } | { decision: null; result: Result<ScanAnswer> }
> {
  const recalled = await recall(wish);
  if (recalled) return { result: null, decision: recalled };
  const asked = isOffline && canDecide ? null : await api.scan(wish, canDecide);
  if (asked && (asked.ok || !isUnanswered(asked.error))) return { result: asked, decision: null };
  const decision = canDecide ? await decide(wish) : null;
  if (decision) return { result: null, decision };
  return { result: canDecide || !asked ? await api.scan(wish) : asked, decision: null };
}
