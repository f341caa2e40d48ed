/** The highest priority number that BullMQ takes. */
const lastTurn = 2_097_151;

/**
 * Whose turn it is in a lane: the nth job of each organization comes before the next of any, however many one of them
 * has (start-time fair queueing, Goyal, Vin and Cheng 1996). What was given is known to this process only;
 * which turn it is, to all: the lowest that waits.
 */
export function createTurns() {
  const given = new Map<string, number>();
  return {
    /**
     * The turn of the next job of an organization, from 1 on: those with lower ones go first.
     * @param current of the job that goes next; null when none waits, and everybody begins anew
     */
    next(orgId: string, current: number | null): number {
      if (current === null) given.clear();
      const turn = Math.min(lastTurn, Math.max((current ?? 1) - 1, given.get(orgId) ?? 0) + 1);
      given.set(orgId, turn);
      return turn;
    },
  };
}

export type Turns = ReturnType<typeof createTurns>;
