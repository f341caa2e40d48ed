import type { EventContent } from '../content.ts';

const workshop: EventContent = {
  slug: 'postgres-from-the-inside',
  title: 'PostgreSQL from the inside',
  summary: 'A day with pages, tuples and plans: sixteen people, one whiteboard, one hex editor.',
  description: `You use PostgreSQL every day. On this day you open it.

We start with a single row and follow it: into its page, through the write-ahead log, past vacuum, up the B-tree and into a plan. After lunch we take the slow queries that you bring along and find out, together, what the planner was thinking.

**For whom:** developers who write SQL and have wondered about an execution plan at least once.
**Please bring:** a laptop with PostgreSQL 15 or newer, and a slow query you may show.

Lunch and an unreasonable amount of tea are included.`,
  category: 'workshop',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 16, on: 'fri', at: '09:30' },
  ends: { days: 0, at: '17:30' },
  timezone: 'Europe/London',
  location: {
    venue: 'The Ropewalk Rooms',
    address: '41 Ropemaker Lane, London E1',
    city: 'London',
    country: 'GB',
    room: 'Second floor',
    latitude: 51.5104,
    longitude: -0.0586,
  },
  cover: 'postgres-from-the-inside',
  currency: 'GBP',
  announcedDaysAgo: 33,
  maxPerOrder: 3,
  quotas: [{ key: 'house', name: 'Seats', kind: 'event', capacity: 16 }],
  ticketTypes: [
    {
      key: 'seat',
      name: 'Seat',
      description: 'One seat at the table, with lunch and the printed workbook.',
      priceMinor: 32_000,
      quotas: ['house'],
      maxPerOrder: 3,
      sold: 13,
    },
  ],
  sessions: [
    {
      title: 'The life of a row',
      description: 'Page layout, tuple headers, visibility, and what an update really does.',
      day: 0,
      from: '09:30',
      to: '12:30',
      speakers: ['kwame-asante'],
    },
    {
      title: 'Reading plans, fixing yours',
      description: 'Statistics, join orders, and the queries you brought.',
      day: 0,
      from: '13:30',
      to: '17:30',
      speakers: ['kwame-asante'],
    },
  ],
  gates: ['Front desk'],
  sales: {
    orderSizes: [
      [1, 80],
      [2, 20],
    ],
    curve: { burst: 0.5, steady: 0.4, rush: 0.1 },
    expiredShare: 0.25,
    cancelledShare: 0,
    germanShare: 0,
  },
};

const webinar: EventContent = {
  slug: 'incident-reviews-that-change-something',
  title: 'Incident reviews that change something',
  summary: 'A free hour online: why most reviews end in a drawer, and five that did not.',
  description: `Every team writes incident reviews. Few teams can name one that changed how they work.

Noor El-Masri has read four hundred of them. In this hour she shows what the useful ones have in common, takes one apart with Zahra Haddadi who lived through it, and answers your questions.

We send the link for joining with your ticket. The recording goes to everybody who registered, whether you make it or not.`,
  category: 'webinar',
  eventType: 'online',
  status: 'published',
  starts: { inDays: 9, on: 'wed', at: '17:00' },
  ends: { days: 0, at: '18:15' },
  timezone: 'Europe/Berlin',
  location: { onlineUrl: 'https://live.lumenfold.example/incident-reviews' },
  cover: 'incident-reviews',
  currency: 'EUR',
  announcedDaysAgo: 26,
  maxPerOrder: 1,
  quotas: [{ key: 'house', name: 'Seats in the live room', kind: 'event', capacity: 1000 }],
  ticketTypes: [
    {
      key: 'seat',
      name: 'Seat in the live room',
      description: 'Free. With the recording afterwards.',
      priceMinor: 0,
      quotas: ['house'],
      maxPerOrder: 1,
      sold: 386,
    },
  ],
  sessions: [
    {
      title: 'What the useful ones have in common',
      description: 'Patterns from four hundred reviews.',
      day: 0,
      from: '17:00',
      to: '17:30',
      speakers: ['noor-el-masri'],
    },
    {
      title: 'One review, taken apart',
      description: 'The December in which the labels printed twice.',
      day: 0,
      from: '17:30',
      to: '18:15',
      speakers: ['noor-el-masri', 'zahra-haddadi'],
    },
  ],
  sales: {
    orderSizes: [[1, 1]],
    curve: { burst: 0.45, steady: 0.3, rush: 0.25 },
    expiredShare: 0,
    cancelledShare: 0.02,
    germanShare: 0.35,
  },
};

const meetup: EventContent = {
  slug: 'systems-after-dark',
  title: 'Systems After Dark: New York',
  summary: 'Three short talks, free pizza and a view of the river. For everyone who runs things.',
  description: `Our monthly evening for people who keep systems up while others sleep.

Three talks of fifteen minutes, then pizza (with and without cheese) and time to compare scars. First-timers get a yellow dot on their name tag, so that somebody will talk to them.

The building wants your name at the reception, so please register even though it is free, and give your place back if you cannot come.`,
  category: 'meetup',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 12, on: 'thu', at: '18:30' },
  ends: { days: 0, at: '21:30' },
  timezone: 'America/New_York',
  location: {
    venue: 'Pier Nine Lofts',
    address: '218 Furman Street, Brooklyn, NY 11201',
    city: 'New York',
    country: 'US',
    latitude: 40.6985,
    longitude: -73.9977,
  },
  cover: 'systems-after-dark',
  currency: 'USD',
  announcedDaysAgo: 19,
  maxPerOrder: 2,
  maxPerPerson: 2,
  quotas: [{ key: 'house', name: 'Capacity', kind: 'event', capacity: 120 }],
  ticketTypes: [
    {
      key: 'free',
      name: 'Free admission',
      description: 'Talks, pizza and the view.',
      priceMinor: 0,
      quotas: ['house'],
      maxPerOrder: 2,
      sold: 91,
    },
  ],
  sessions: [
    {
      title: 'The queue that ate Tuesday',
      description: 'A retry loop, a timeout, and eleven million messages.',
      day: 0,
      from: '19:00',
      to: '19:15',
      speakers: ['david-abebe'],
    },
    {
      title: 'Graphs without units',
      description: 'A short history of misleading dashboards, with apologies.',
      day: 0,
      from: '19:20',
      to: '19:35',
      speakers: ['sofia-castellanos'],
    },
    {
      title: 'Assume somebody is inside',
      description: 'Threat modelling for a team of three.',
      day: 0,
      from: '19:40',
      to: '19:55',
      speakers: ['gurpreet-sandhu'],
    },
  ],
  gates: ['Reception'],
  sales: {
    orderSizes: [
      [1, 85],
      [2, 15],
    ],
    curve: { burst: 0.5, steady: 0.25, rush: 0.25 },
    expiredShare: 0.02,
    cancelledShare: 0.05,
    germanShare: 0,
  },
};

const dinner: EventContent = {
  slug: 'undercurrent-speakers-dinner',
  title: 'Undercurrent speakers’ dinner',
  summary: 'The evening before the talks: one long table for those on stage and those they bring.',
  description: `Thank you for speaking at Undercurrent.

On the evening before the first talks we cook for you: five courses, all vegetarian, at one long table in the old pattern store. No speeches. Please tell us in the morning if your plans change, the kitchen will be grateful.

Your own place is on us. If you bring somebody, their menu costs what it costs us.`,
  category: 'other',
  eventType: 'in_person',
  visibility: 'unlisted',
  status: 'published',
  starts: { inDays: 38, on: 'tue', at: '19:30' },
  ends: { days: 0, at: '23:30' },
  timezone: 'Europe/Berlin',
  location: {
    venue: 'Modellkammer, Alte Turbinenhalle',
    address: 'Uferweg 12, 10245 Berlin',
    city: 'Berlin',
    country: 'DE',
    latitude: 52.5012,
    longitude: 13.4691,
  },
  cover: 'speakers-dinner',
  currency: 'EUR',
  announcedDaysAgo: 21,
  maxPerOrder: 2,
  quotas: [{ key: 'house', name: 'Places at the table', kind: 'event', capacity: 40 }],
  ticketTypes: [
    {
      key: 'speaker',
      name: 'Speaker',
      description: 'Your place at the table.',
      priceMinor: 0,
      quotas: ['house'],
      maxPerOrder: 1,
      sold: 9,
    },
    {
      key: 'companion',
      name: 'Companion',
      description: 'Five courses and drinks.',
      priceMinor: 6_500,
      quotas: ['house'],
      maxPerOrder: 1,
      sold: 4,
    },
  ],
  links: [{ token: 'one-long-table', label: 'Invitation for speakers', unlocksHidden: false }],
  sales: {
    orderSizes: [[1, 1]],
    curve: { burst: 0.6, steady: 0.4, rush: 0 },
    expiredShare: 0,
    cancelledShare: 0,
    germanShare: 0.3,
  },
};

const tokyo: EventContent = {
  slug: 'undercurrent-tokyo',
  title: 'Undercurrent Tokyo',
  summary: 'One day, one track, two languages: our first conference in Japan.',
  description: `Undercurrent comes to Tokyo for one day, with talks in Japanese and English and interpretation both ways.

The programme is being put together. If you would like to speak, write to talks@lumenfold.example until the end of next month.`,
  category: 'conference',
  eventType: 'hybrid',
  status: 'draft',
  starts: { inDays: 152, on: 'fri', at: '09:30' },
  ends: { days: 0, at: '18:30' },
  timezone: 'Asia/Tokyo',
  location: {
    venue: 'Sumida Works Hall',
    address: '3-8 Yokokawa, Sumida City, Tokyo',
    city: 'Tokyo',
    country: 'JP',
    latitude: 35.7037,
    longitude: 139.8107,
  },
  cover: 'undercurrent-tokyo',
  currency: 'JPY',
  announcedDaysAgo: 8,
  quotas: [{ key: 'house', name: 'Capacity', kind: 'event', capacity: 300 }],
  ticketTypes: [
    {
      key: 'standard',
      name: 'Conference',
      description: 'The whole day, lunch included.',
      priceMinor: 38_000,
      quotas: ['house'],
      sold: 0,
    },
    {
      key: 'stream',
      name: 'Live stream',
      description: 'Both languages, with chat.',
      priceMinor: 6_000,
      quotas: [],
      sold: 0,
    },
  ],
  sessions: [
    {
      title: 'Opening: proofs and production',
      description: 'Held in Japanese, interpreted into English.',
      room: 'Main hall',
      day: 0,
      from: '10:00',
      to: '10:50',
      speakers: ['mei-tanaka'],
    },
  ],
};

export const smallerEvents: readonly EventContent[] = [workshop, webinar, meetup, dinner, tokyo];
