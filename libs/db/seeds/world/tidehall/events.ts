import type { EventContent } from '../content.ts';

const hall = {
  venue: 'Tidehall',
  address: 'Eiskai 4, 20457 Hamburg',
  city: 'Hamburg',
  country: 'DE',
  latitude: 53.5413,
  longitude: 9.9841,
};

const concert: EventContent = {
  slug: 'long-exposure',
  title: 'Inês Okafor & the Long Exposure',
  summary: 'The voice of the year with a band of nine, and a hall that was built for silence.',
  description: `Inês Okafor sings as if she were telling you alone. With her band of nine, the **Long Exposure**, the songs become wide: two drummers, three strings, a harmonium, and a lot of patience.

After two sold-out tours this is the only concert in northern Germany. Support: **Fennimore**, solo.

**Doors** 19:00 · **Support** 20:00 · **Inês Okafor** 21:00

The floor is standing. Stalls and balcony are seated, without numbers; the balcony has the better view, the stalls have the better tremble.`,
  category: 'concert',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 20, on: 'sat', at: '20:00' },
  ends: { days: 0, at: '23:00' },
  timezone: 'Europe/Berlin',
  location: { ...hall, room: 'Great hall' },
  cover: 'long-exposure',
  currency: 'EUR',
  announcedDaysAgo: 62,
  maxPerOrder: 6,
  maxPerPerson: 6,
  cancellable: { daysBefore: 3, refundPercent: 80 },
  holdSeconds: 600,
  quotas: [
    { key: 'house', name: 'Hall', kind: 'event', capacity: 900 },
    { key: 'balcony', name: 'Balcony', kind: 'pool', capacity: 180 },
    { key: 'stalls', name: 'Stalls', kind: 'pool', capacity: 260 },
  ],
  ticketTypes: [
    {
      key: 'balcony',
      name: 'Balcony',
      description: 'Seated, first come, first served.',
      priceMinor: 6_400,
      quotas: ['house', 'balcony'],
      sold: 180,
    },
    {
      key: 'stalls',
      name: 'Stalls',
      description: 'Seated, in front of the sound desk.',
      priceMinor: 5_200,
      quotas: ['house', 'stalls'],
      sold: 243,
    },
    {
      key: 'floor',
      name: 'Floor',
      description: 'Standing.',
      priceMinor: 3_800,
      quotas: ['house'],
      sold: 287,
    },
    {
      key: 'reduced',
      name: 'Floor, reduced',
      description:
        'For students, trainees and people who live on benefits. Please bring your card.',
      priceMinor: 2_400,
      quotas: ['house'],
      maxPerOrder: 2,
      sold: 46,
    },
  ],
  sessions: [
    {
      title: 'Fennimore',
      description: 'Support.',
      room: 'Great hall',
      day: 0,
      from: '20:00',
      to: '20:40',
    },
    {
      title: 'Inês Okafor & the Long Exposure',
      description: 'Two hours, no interval.',
      room: 'Great hall',
      day: 0,
      from: '21:00',
      to: '23:00',
      speakers: [{ key: 'ines-okafor', role: 'artist' }],
    },
  ],
  gates: ['Quayside', 'Balcony stairs', 'Guest list'],
  sales: {
    orderSizes: [
      [1, 22],
      [2, 56],
      [3, 9],
      [4, 12],
      [6, 1],
    ],
    curve: { burst: 0.3, steady: 0.5, rush: 0.2 },
    expiredShare: 0.15,
    cancelledShare: 0.015,
    heldOrders: 5,
    germanShare: 0.8,
  },
};

const nachtklang: EventContent = {
  slug: 'nachtklang',
  title: 'Nachtklang: Kammermusik bei Kerzenlicht',
  summary:
    'Das Quartett Nordwind spielt Schubert, Pärt und Saariaho. Hundertsechzig Plätze, vierhundert Kerzen.',
  description: `Wenn die letzte Fähre abgelegt hat, wird es still am Eiskai. Dann zünden wir vierhundert Kerzen an.

Das **Quartett Nordwind** spielt im alten Kühlhaus Franz Schuberts „Der Tod und das Mädchen“, dazu Arvo Pärts „Fratres“ und „Terra Memoria“ von Kaija Saariaho. Kein elektrisches Licht, keine Verstärkung, keine Pause.

Das Konzert dauert etwa achtzig Minuten. Danach gibt es an der Bar Tee, Rotwein und, wer mag, ein Gespräch mit dem Quartett.

**Bitte beachten:** Der Saal ist kühl. Decken liegen bereit.`,
  category: 'concert',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 11, on: 'sun', at: '22:00' },
  ends: { days: 0, at: '23:30' },
  timezone: 'Europe/Berlin',
  location: { ...hall, room: 'Kühlhaus' },
  cover: 'nachtklang',
  currency: 'EUR',
  announcedDaysAgo: 35,
  maxPerOrder: 4,
  quotas: [{ key: 'house', name: 'Plätze', kind: 'event', capacity: 160 }],
  ticketTypes: [
    {
      key: 'regular',
      name: 'Regulär',
      description: 'Freie Platzwahl.',
      priceMinor: 3_200,
      quotas: ['house'],
      maxPerOrder: 4,
      sold: 97,
    },
    {
      key: 'reduced',
      name: 'Ermäßigt',
      description: 'Für Studierende, Auszubildende und Menschen mit Sozialpass.',
      priceMinor: 1_800,
      quotas: ['house'],
      maxPerOrder: 2,
      sold: 28,
    },
  ],
  sessions: [
    {
      title: 'Schubert · Pärt · Saariaho',
      description: 'Quartett Nordwind',
      room: 'Kühlhaus',
      day: 0,
      from: '22:00',
      to: '23:20',
      speakers: [{ key: 'liv-aaltonen', role: 'Violoncello' }],
    },
  ],
  gates: ['Kühlhaus'],
  sales: {
    orderSizes: [
      [1, 25],
      [2, 65],
      [4, 10],
    ],
    curve: { burst: 0.35, steady: 0.45, rush: 0.2 },
    expiredShare: 0.1,
    cancelledShare: 0.02,
    heldOrders: 1,
    germanShare: 0.95,
  },
};

const festival: EventContent = {
  slug: 'low-water-festival',
  title: 'Low Water Festival',
  summary:
    'Two days of music on the tidal flats, timed by the moon. Tickets go on sale in a few days.',
  description: `Twice a year the Elbe goes out far enough for a stage. We put one there, take it down again six hours later, and do the same thing on the next day.

Fourteen acts in two low tides, from the **Harbour Women’s Choir** at noon to **Salt Marsh Radio** when the water comes back. Rubber boots can be borrowed at the dyke, in all sizes, against a deposit of a shoe.

**Camping** on the meadow behind the dyke, with showers, breakfast, and a fire that is allowed.

Children up to 12 come in free with a grown-up. Dogs love it, but the seals do not love dogs.`,
  category: 'festival',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: 96, on: 'sat', at: '11:00' },
  ends: { days: 1, at: '22:00' },
  timezone: 'Europe/Berlin',
  location: {
    venue: 'Flats below the Falkenstein dyke',
    address: 'Falkensteiner Ufer, 22587 Hamburg',
    city: 'Hamburg',
    country: 'DE',
    latitude: 53.5648,
    longitude: 9.7632,
  },
  cover: 'low-water-festival',
  currency: 'EUR',
  announcedDaysAgo: 6,
  maxPerOrder: 8,
  maxPerPerson: 8,
  holdSeconds: 600,
  quotas: [
    { key: 'house', name: 'Flats', kind: 'event', capacity: 4000 },
    { key: 'camping', name: 'Camping meadow', kind: 'pool', capacity: 900 },
    { key: 'first', name: 'First release', kind: 'pool', capacity: 800 },
  ],
  ticketTypes: [
    {
      key: 'first',
      name: 'Weekend, first release',
      description: 'Both days. Eight hundred at this price.',
      priceMinor: 7_900,
      quotas: ['house', 'first'],
      saleStartsInDays: 5,
      sold: 0,
    },
    {
      key: 'weekend',
      name: 'Weekend',
      description: 'Both days.',
      priceMinor: 9_900,
      quotas: ['house'],
      saleStartsInDays: 5,
      sold: 0,
    },
    {
      key: 'camping',
      name: 'Weekend with camping',
      description: 'Both days, and a place for your tent.',
      priceMinor: 13_900,
      quotas: ['house', 'camping'],
      saleStartsInDays: 5,
      sold: 0,
    },
    {
      key: 'friends',
      name: 'Friends of the hall',
      description: 'Both days, a week before everyone else. For members of our circle of friends.',
      priceMinor: 7_900,
      quotas: ['house', 'first'],
      isHidden: true,
      maxPerOrder: 4,
      sold: 74,
    },
  ],
  links: [{ token: 'low-water-friends', label: 'Circle of friends', unlocksHidden: true }],
  sessions: [
    {
      title: 'First low tide',
      description: 'Harbour Women’s Choir, Fennimore, and five more.',
      room: 'Stage on the flats',
      day: 0,
      from: '12:00',
      to: '18:00',
    },
    {
      title: 'Fire behind the dyke',
      description: 'Bring an instrument, or do not.',
      room: 'Meadow',
      day: 0,
      from: '20:00',
      to: '23:30',
    },
    {
      title: 'Second low tide',
      description: 'Six acts and, when the water comes back, Salt Marsh Radio.',
      room: 'Stage on the flats',
      day: 1,
      from: '12:45',
      to: '19:00',
    },
  ],
  gates: ['Dyke crossing', 'Camping meadow', 'Ferry pier'],
  sales: {
    orderSizes: [
      [1, 15],
      [2, 60],
      [4, 25],
    ],
    curve: { burst: 0.8, steady: 0.2, rush: 0 },
    expiredShare: 0.1,
    cancelledShare: 0,
    germanShare: 0.9,
  },
};

/** Open for weeks on either side of the seeding: a ticket bought today is good at the door today. */
const listeningRoom: EventContent = {
  slug: 'still-water',
  title: 'Still Water: a listening room',
  summary: 'A sound installation by Hiroshi Maeda. Come any day, stay as long as you like.',
  description: `In the lowest room of the ice store there is a basin, ten metres across and one hand deep. Three drops fall into it. **Hiroshi Maeda** has built a room around them that plays what the water does.

You sit, or lie down, or walk along the edge. Nothing happens twice. Most people plan on ten minutes and stay for an hour.

**Open daily.** Your ticket is good for one visit on any day. Forty people at a time; if it is full, the café upstairs has a view of the same water with the sound switched off.`,
  category: 'other',
  eventType: 'in_person',
  status: 'published',
  starts: { inDays: -4, at: '10:00' },
  ends: { days: 124, at: '20:00' },
  checkIn: { opensDaysBefore: 1, closesDaysAfter: 1 },
  timezone: 'Europe/Berlin',
  location: { ...hall, room: 'Lower ice store' },
  cover: 'still-water',
  currency: 'EUR',
  announcedDaysAgo: 24,
  maxPerOrder: 10,
  quotas: [{ key: 'house', name: 'Visits', kind: 'event', capacity: 5000 }],
  ticketTypes: [
    {
      key: 'regular',
      name: 'Visit',
      description: 'One visit, any day.',
      priceMinor: 1_400,
      quotas: ['house'],
      sold: 168,
    },
    {
      key: 'reduced',
      name: 'Visit, reduced',
      description: 'For students, trainees and people who live on benefits.',
      priceMinor: 900,
      quotas: ['house'],
      sold: 72,
    },
    {
      key: 'child',
      name: 'Under 18',
      description: 'Free, with or without a grown-up.',
      priceMinor: 0,
      quotas: ['house'],
      sold: 39,
    },
  ],
  sessions: [
    {
      title: 'The artist is in the room',
      description: 'Hiroshi Maeda tunes the basin and answers questions in a low voice.',
      room: 'Lower ice store',
      day: 10,
      from: '18:00',
      to: '19:00',
      speakers: [{ key: 'hiroshi-maeda', role: 'artist' }],
    },
  ],
  gates: ['Lower door', 'Café'],
  sales: {
    orderSizes: [
      [1, 30],
      [2, 50],
      [3, 10],
      [4, 10],
    ],
    curve: { burst: 0.35, steady: 0.65, rush: 0 },
    expiredShare: 0.08,
    cancelledShare: 0.01,
    heldOrders: 1,
    germanShare: 0.75,
    attendance: { share: 0.55, doors: { opens: 0, peak: 0, spread: 0 }, overDays: true },
  },
};

export const tidehallEvents: readonly EventContent[] = [
  concert,
  nachtklang,
  festival,
  listeningRoom,
];
