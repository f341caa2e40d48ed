/** What the demo attendee has bought, by the slug of the event; all long enough ago to be settled. */
export const demoOrders: Readonly<
  Record<string, readonly { typeKey: string; quantity: number; daysAgo: number }[]>
> = {
  undercurrent: [{ typeKey: 'full', quantity: 1, daysAgo: 23 }],
  'long-exposure': [{ typeKey: 'stalls', quantity: 2, daysAgo: 41 }],
  'still-water': [{ typeKey: 'regular', quantity: 2, daysAgo: 2 }],
  'night-at-the-observatory': [{ typeKey: 'adult', quantity: 1, daysAgo: 20 }],
  gradient: [{ typeKey: 'standard', quantity: 1, daysAgo: 37 }],
};
