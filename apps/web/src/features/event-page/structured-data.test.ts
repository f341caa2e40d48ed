import { scriptJson, structuredData } from './structured-data.ts';
import type { LoadedEvent } from './types.ts';

const event = {
  id: 'e',
  slug: 'talk',
  title: '</script><img src=x onerror=alert(1)>',
  summary: '',
  description: '',
  category: 'workshop',
  eventType: 'hybrid',
  visibility: 'public',
  status: 'published',
  startsAt: '2026-12-01T09:00:00+00:00',
  endsAt: '2026-12-01T10:00:00+00:00',
  timezone: 'UTC',
  location: { venue: 'Hall', city: 'Oslo', country: 'NO' },
  coverImageUrl: '/demo/covers/talk.svg',
  currency: 'JPY',
  organization: { id: 'o', name: 'Org', slug: 'org', isVerified: false, orgBranding: null },
  sessions: [],
  ticketTypes: [
    {
      name: 'Seat',
      priceMinor: '1200',
      currency: 'JPY',
      availability: 'sold_out',
      isHidden: false,
    },
    { name: 'Crew', priceMinor: '0', currency: 'JPY', availability: 'on_sale', isHidden: true },
  ],
} as unknown as LoadedEvent;

describe('the event as search engines read it', () => {
  it('cannot end the script element it stands in', () => {
    const text = scriptJson(structuredData(event, 'https://foyer.example'));
    expect(text).not.toContain('<');
    expect(JSON.parse(text).name).toBe(event.title);
  });

  it('never tells of hidden ticket types', () => {
    const { offers } = structuredData(event, 'https://foyer.example');
    expect(offers.map(({ name }) => name)).toEqual(['Seat']);
  });

  it('writes prices with the decimals of their currency, and whole addresses', () => {
    const data = structuredData(event, 'https://foyer.example');
    expect(data.offers[0]).toMatchObject({
      price: '1200',
      availability: 'https://schema.org/SoldOut',
      url: 'https://foyer.example/e/org/talk',
    });
    expect(data.image).toEqual(['https://foyer.example/demo/covers/talk.svg']);
    expect(data.location).toHaveLength(2);
  });
});
