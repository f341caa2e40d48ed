/**
 * Two lanes for what concerns payments, so that an order whose row is locked holds up half of the others
 * at most; the same order always in the same lane, so that what concerns it stays in order.
 */
export function paymentLanes<Request>(idOf: (request: Request) => string) {
  return {
    laneOf(request: Request) {
      const id = idOf(request);
      return String(id.charCodeAt(id.length - 1) % 2);
    },
    lanes: 2,
    // Nobody sees 60 ms on the way to a payment page and back.
    gatherMs: 60,
    largest: 100,
  };
}
