import type { EventContent } from '../content.ts';

const ball: EventContent = {
  slug: 'lantern-ball',
  title: 'The Lantern Ball',
  summary:
    'The students’ ball: six hundred lanterns, two bands, and dancing in the garden until two.',
  description: `Once a year the walled garden belongs to the students. Six hundred paper lanterns, made in the week before by whoever has an evening to spare. Two bands, one of them very loud. A ceilidh at ten for those who think that they cannot dance.

**Dinner tickets** begin with three courses in the Long Hall at seven. **Garden tickets** begin at nine.

Dress: as splendid as you like. Bring a coat, the lake is cold.

The ball is run by the Students’ Union. What is left over pays for the hardship fund.`,
  category: 'other',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 26, on: 'sat', at: '19:00' },
  ends: { days: 1, at: '02:00' },
  timezone: 'Europe/London',
  location: {
    venue: 'The Walled Garden and Long Hall',
    address: 'Aldermere University, Lakeside, Aldermere',
    city: 'Aldermere',
    country: 'GB',
    latitude: 54.3788,
    longitude: -2.9071,
  },
  cover: 'lantern-ball',
  currency: 'GBP',
  announcedDaysAgo: 40,
  maxPerOrder: 6,
  maxPerPerson: 6,
  quotas: [
    { key: 'house', name: 'Garden', kind: 'event', capacity: 600 },
    { key: 'dinner', name: 'Places at dinner', kind: 'pool', capacity: 220 },
  ],
  ticketTypes: [
    {
      key: 'dinner',
      name: 'Dinner and ball',
      description: 'Three courses in the Long Hall from seven, then the ball.',
      priceMinor: 6_200,
      quotas: ['house', 'dinner'],
      maxPerOrder: 6,
      sold: 214,
    },
    {
      key: 'garden',
      name: 'Garden',
      description: 'From nine in the evening, with a drink on arrival.',
      priceMinor: 3_400,
      quotas: ['house'],
      maxPerOrder: 6,
      sold: 247,
    },
    {
      key: 'survivors',
      name: 'Survivors’ breakfast and garden',
      description: 'The ball, and a bacon or halloumi roll by the boathouse at two.',
      priceMinor: 3_900,
      quotas: ['house'],
      maxPerOrder: 6,
      sold: 61,
    },
  ],
  gates: ['Garden gate', 'Long Hall'],
  sessions: [
    {
      title: 'Dinner in the Long Hall',
      description: 'With the string quartet of the music department.',
      room: 'Long Hall',
      day: 0,
      from: '19:00',
      to: '21:00',
    },
    {
      title: 'The Borrowed Brass Band',
      description: 'Fourteen people, nine of whom own their instrument.',
      room: 'Lantern lawn',
      day: 0,
      from: '21:00',
      to: '22:00',
    },
    {
      title: 'Ceilidh',
      description: 'Every dance is explained. Twice.',
      room: 'Long Hall',
      day: 0,
      from: '22:00',
      to: '23:30',
    },
    {
      title: 'Salt Marsh Radio',
      description: 'Live, and loud.',
      room: 'Lantern lawn',
      day: 0,
      from: '23:30',
      to: '23:59',
    },
  ],
  sales: {
    orderSizes: [
      [1, 22],
      [2, 46],
      [3, 10],
      [4, 16],
      [6, 6],
    ],
    curve: { burst: 0.5, steady: 0.35, rush: 0.15 },
    expiredShare: 0.16,
    cancelledShare: 0.02,
    heldOrders: 3,
    germanShare: 0.01,
  },
};

const lecture: EventContent = {
  slug: 'what-the-ice-remembers',
  title: 'What the ice remembers',
  summary:
    'Helena Voss reads eight hundred thousand years of weather from a column of ice. Free public lecture.',
  description: `Snow falls, is buried, and becomes ice, and in the ice are bubbles of the air of its day. A core of three kilometres is a library of eight hundred thousand winters.

**Professor Helena Voss** has spent thirty years reading in it. She brings a piece along. You may hold it to your ear and hear air escape that was last breathed by mammoths.

The lecture is free, as all our public lectures are. It lasts an hour; afterwards there is mulled apple juice in the foyer.`,
  category: 'other',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 7, on: 'wed', at: '18:30' },
  ends: { days: 0, at: '20:00' },
  timezone: 'Europe/London',
  location: {
    venue: 'Old Anatomy Theatre',
    address: 'Aldermere University, Lakeside, Aldermere',
    city: 'Aldermere',
    country: 'GB',
    latitude: 54.3795,
    longitude: -2.9064,
  },
  cover: 'what-the-ice-remembers',
  currency: 'GBP',
  announcedDaysAgo: 30,
  maxPerOrder: 4,
  quotas: [{ key: 'house', name: 'Seats', kind: 'event', capacity: 180 }],
  ticketTypes: [
    {
      key: 'seat',
      name: 'Seat',
      description: 'Free. The benches are as hard as in 1871; bring a cushion.',
      priceMinor: 0,
      quotas: ['house'],
      maxPerOrder: 4,
      sold: 180,
    },
  ],
  sessions: [
    {
      title: 'What the ice remembers',
      description: 'Lecture, with a piece of ice from the year 1215.',
      room: 'Old Anatomy Theatre',
      day: 0,
      from: '18:30',
      to: '19:30',
      speakers: ['helena-voss'],
    },
  ],
  gates: ['Theatre door'],
  sales: {
    orderSizes: [
      [1, 45],
      [2, 42],
      [3, 8],
      [4, 5],
    ],
    curve: { burst: 0.7, steady: 0.3, rush: 0 },
    expiredShare: 0.05,
    cancelledShare: 0.04,
    germanShare: 0,
  },
};

const observatory: EventContent = {
  slug: 'night-at-the-observatory',
  title: 'Night at the observatory',
  summary: 'Saturn through a telescope from 1889. Called off: the dome needs a new roof first.',
  description: `Our great refractor was built in 1889 and still shows Saturn better than anything you have at home. On this night you may look through it, one after the other, while Dr Tomasz Wróbel tells you what you see.

Dress warmly. The dome is open, and so is the sky.`,
  category: 'other',
  eventType: 'in_person',
  status: 'cancelled',
  cancellation: {
    daysAgo: 5,
    reason:
      'The storm at the weekend damaged the shutter of the dome, and it cannot be opened safely. All tickets have been refunded. We are very sorry, and so is Saturn.',
  },
  starts: { inDays: 14, on: 'fri', at: '20:30' },
  ends: { days: 0, at: '23:30' },
  timezone: 'Europe/London',
  location: {
    venue: 'Aldermere Observatory',
    address: 'Beacon Hill, Aldermere',
    city: 'Aldermere',
    country: 'GB',
    latitude: 54.3861,
    longitude: -2.9189,
  },
  cover: 'night-at-the-observatory',
  currency: 'GBP',
  announcedDaysAgo: 37,
  maxPerOrder: 5,
  quotas: [{ key: 'house', name: 'Places', kind: 'event', capacity: 90 }],
  ticketTypes: [
    {
      key: 'adult',
      name: 'Adult',
      description: 'With cocoa.',
      priceMinor: 1_200,
      quotas: ['house'],
      sold: 52,
    },
    {
      key: 'child',
      name: 'Child',
      description: 'Up to 15 years. With more cocoa.',
      priceMinor: 500,
      quotas: ['house'],
      sold: 24,
    },
  ],
  sessions: [
    {
      title: 'Through the great refractor',
      description: 'Saturn, the Moon, and whatever the clouds leave us.',
      room: 'Dome',
      day: 0,
      from: '20:30',
      to: '23:30',
      speakers: ['tomasz-wrobel'],
    },
  ],
  sales: {
    orderSizes: [
      [1, 20],
      [2, 45],
      [3, 20],
      [4, 15],
    ],
    curve: { burst: 0.45, steady: 0.55, rush: 0 },
    expiredShare: 0.1,
    cancelledShare: 0,
    germanShare: 0,
  },
};

const openDay: EventContent = {
  slug: 'open-day',
  title: 'Aldermere open day',
  summary:
    'Every door open for a day: labs, library, observatory, boathouse. In person and online.',
  description: `Come and see whether you would like to study here, or simply see what is behind the doors that you walk past.

From ten to five every department is open. There are forty short talks, tours of the library stacks and the boathouse, and students at every corner who answer honestly. If you cannot travel, the talks in the Long Hall are streamed, with somebody who reads your questions out.

Free. Please register, so that we bake enough scones.`,
  category: 'other',
  eventType: 'hybrid',
  status: 'published',
  starts: { inDays: 33, on: 'sat', at: '10:00' },
  ends: { days: 0, at: '17:00' },
  timezone: 'Europe/London',
  location: {
    venue: 'Aldermere University',
    address: 'Lakeside, Aldermere',
    city: 'Aldermere',
    country: 'GB',
    latitude: 54.379,
    longitude: -2.9068,
    onlineUrl: 'https://live.aldermere.example/open-day',
  },
  cover: 'open-day',
  currency: 'GBP',
  announcedDaysAgo: 47,
  maxPerOrder: 8,
  quotas: [{ key: 'tours', name: 'Places on library tours', kind: 'pool', capacity: 120 }],
  ticketTypes: [
    {
      key: 'visit',
      name: 'Visit',
      description: 'All buildings, all talks, one scone.',
      priceMinor: 0,
      quotas: [],
      maxPerOrder: 8,
      sold: 231,
    },
    {
      key: 'tour',
      name: 'Visit with library tour',
      description: 'As above, and forty minutes in the stacks. Small groups.',
      priceMinor: 0,
      quotas: ['tours'],
      maxPerOrder: 4,
      sold: 88,
    },
    {
      key: 'online',
      name: 'Online',
      description: 'The talks of the Long Hall as a stream.',
      priceMinor: 0,
      quotas: [],
      maxPerOrder: 1,
      sold: 76,
    },
  ],
  sessions: [
    {
      title: 'Welcome',
      description: 'By the vice-chancellor and the loudest student we could find.',
      room: 'Long Hall',
      day: 0,
      from: '10:00',
      to: '10:30',
    },
    {
      title: 'Studying ice in a warm century',
      description: 'What glaciologists do all day.',
      room: 'Long Hall',
      day: 0,
      from: '11:00',
      to: '11:40',
      speakers: ['helena-voss'],
    },
    {
      title: 'A telescope from 1889',
      description: 'And why we still use it.',
      room: 'Observatory',
      day: 0,
      from: '14:00',
      to: '14:40',
      speakers: ['tomasz-wrobel'],
    },
    {
      title: 'Money, rooms, food',
      description: 'Everything that is not in the prospectus. Students only, no staff in the room.',
      room: 'Long Hall',
      day: 0,
      from: '15:00',
      to: '16:00',
    },
  ],
  gates: ['Lake gate', 'Station gate'],
  sales: {
    orderSizes: [
      [1, 35],
      [2, 35],
      [3, 18],
      [4, 12],
    ],
    curve: { burst: 0.2, steady: 0.6, rush: 0.2 },
    expiredShare: 0.03,
    cancelledShare: 0.03,
    germanShare: 0.01,
  },
};

export const aldermereEvents: readonly EventContent[] = [ball, lecture, observatory, openDay];
