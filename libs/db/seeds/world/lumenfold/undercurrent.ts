import type { EventContent } from '../content.ts';
import { undercurrentSessions } from './undercurrent-sessions.ts';

export const undercurrent: EventContent = {
  slug: 'undercurrent',
  title: 'Undercurrent: the distributed systems conference',
  summary:
    'Three days in Berlin about what moves below the surface: storage, networks, and the people on call.',
  description: `Most of what keeps the world running happens where nobody looks. **Undercurrent** is three days for those who look anyway.

On the first day you work: four hands-on workshops in small groups, each led by somebody who has done it in production. On the second and third day you listen and argue: three tracks, thirty-minute talks with fifteen minutes of questions, and long breaks on purpose.

**What you can expect**
- Talks by people who run what they talk about, reviewed by three of their peers
- A quiet room, childcare on all three days, live captions on every stage
- Breakfast, lunch and dinner from the kitchen of the Kesselhaus, all of it vegetarian
- Recordings for everybody, free, one month later

**Getting there**
The Alte Turbinenhalle stands by the river, eight minutes on foot from Ostkreuz. There are 300 places for bicycles and none for cars.`,
  category: 'conference',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 38, on: 'tue', at: '09:00' },
  ends: { days: 2, at: '18:00' },
  timezone: 'Europe/Berlin',
  location: {
    venue: 'Alte Turbinenhalle',
    address: 'Uferweg 12, 10245 Berlin',
    city: 'Berlin',
    country: 'DE',
    latitude: 52.5012,
    longitude: 13.4691,
  },
  cover: 'undercurrent',
  currency: 'EUR',
  announcedDaysAgo: 84,
  maxPerOrder: 12,
  quotas: [
    { key: 'house', name: 'Capacity', kind: 'event', capacity: 720 },
    { key: 'early', name: 'Early bird places', kind: 'pool', capacity: 180 },
    { key: 'students', name: 'Student places', kind: 'pool', capacity: 60 },
    { key: 'workshops', name: 'Workshop seats', kind: 'pool', capacity: 160 },
  ],
  ticketTypes: [
    {
      key: 'early',
      name: 'Early bird',
      description: 'Both conference days, food included. Gone faster than we thought.',
      priceMinor: 39_000,
      quotas: ['house', 'early'],
      saleEndsInDays: -49,
      sold: 174,
    },
    {
      key: 'standard',
      name: 'Conference',
      description: 'Both conference days, food included.',
      priceMinor: 54_000,
      quotas: ['house'],
      saleStartsInDays: -49,
      sold: 171,
    },
    {
      key: 'full',
      name: 'Conference and workshop day',
      description: 'All three days, with one workshop of your choice on Tuesday.',
      priceMinor: 79_000,
      quotas: ['house', 'workshops'],
      sold: 118,
    },
    {
      key: 'team',
      name: 'Team ticket',
      description: 'For three or more colleagues who come together; both conference days.',
      priceMinor: 46_000,
      quotas: ['house'],
      minPerOrder: 3,
      maxPerOrder: 12,
      saleStartsInDays: -49,
      sold: 63,
    },
    {
      key: 'student',
      name: 'Student',
      description: 'Both conference days. Please bring your student card.',
      priceMinor: 9_000,
      quotas: ['house', 'students'],
      maxPerOrder: 1,
      sold: 47,
    },
    {
      key: 'speaker',
      name: 'Speaker and crew',
      description: 'For those on stage and behind it.',
      priceMinor: 0,
      quotas: ['house'],
      isHidden: true,
      sold: 0,
    },
  ],
  links: [{ token: 'undercurrent-crew', label: 'Speakers and crew', unlocksHidden: true }],
  gates: ['Main entrance', 'River entrance', 'Workshop desk'],
  sessions: undercurrentSessions,
  sales: {
    orderSizes: [
      [1, 62],
      [2, 20],
      [3, 9],
      [4, 5],
      [6, 3],
    ],
    curve: { burst: 0.26, steady: 0.54, rush: 0.2 },
    expiredShare: 0.11,
    cancelledShare: 0.03,
    heldOrders: 4,
    germanShare: 0.45,
  },
};
