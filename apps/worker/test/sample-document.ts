import type { RegistrationDocument } from '../src/documents/registration-document.ts';

/** One name per script that must be set right. */
export const names = {
  latin: 'Åsa Øvergård-Čapek',
  vietnamese: 'Nguyễn Thị Phương Ðường',
  combining: 'X\u030c\u0323ăl\u0308 Ṩm\u0302ith',
  cyrillic: 'Олександра Щербакова',
  greek: 'Ἀριστοτέλης Παπαδόπουλος',
  arabic: 'محمد بن عبد الله الفاسي',
  persian: 'فاطمه می‌خواهم گل‌محمدی',
  hebrew: 'שָׂרָה לֵוִי (תל אביב)',
  devanagari: 'प्रियंका क्षत्रिय',
  chinese: '司马相如 諸葛亮',
  japanese: '高橋 さくら ヶ丘',
  korean: '김민준 뷁',
  thai: 'สมชาย ใจดี',
  mixed: 'Dr. محمد Müller 李小龍',
};

/** A registration with a ticket for each name given. */
export function sampleDocument(
  attendees: string[] = Object.values(names),
  overrides: {
    registration?: Partial<RegistrationDocument['registration']>;
    event?: Partial<RegistrationDocument['event']>;
    organization?: Partial<RegistrationDocument['organization']>;
    branding?: Partial<RegistrationDocument['branding']>;
    ticket?: Partial<RegistrationDocument['tickets'][number]>;
  } = {},
): RegistrationDocument {
  return {
    registration: {
      id: '0199aaaa-0000-7000-8000-000000000001',
      confirmationNumber: 'LUM-7K3F-9Q2M',
      status: 'confirmed',
      buyerName: 'Åsa Øvergård',
      buyerEmail: 'asa@example.org',
      locale: 'en',
      totalMinor: 4900 * attendees.length,
      currency: 'EUR',
      confirmedAt: new Date('2026-10-01T10:00:00Z'),
      ...overrides.registration,
    },
    event: {
      id: '0199aaaa-0000-7000-8000-000000000002',
      slug: 'systems-after-dark',
      title: 'Systems After Dark',
      summary: 'An evening about what breaks.',
      eventType: 'in_person',
      status: 'published',
      startsAt: new Date('2026-11-14T18:30:00Z'),
      endsAt: new Date('2026-11-14T22:00:00Z'),
      timezone: 'Europe/Berlin',
      location: {
        venue: 'Kulturbrauerei',
        room: 'Kesselhaus',
        address: 'Schönhauser Allee 36',
        city: '10435 Berlin',
        country: 'DE',
      },
      contactEmail: 'hello@lumenfold.example',
      cancellationReason: null,
      validFrom: new Date('2026-11-14T12:30:00Z'),
      validUntil: new Date('2026-11-15T04:00:00Z'),
      ...overrides.event,
    },
    organization: {
      id: '0199aaaa-0000-7000-8000-000000000003',
      name: 'Lumenfold Conferences',
      slug: 'lumenfold',
      websiteUrl: 'https://lumenfold.example',
      ...overrides.organization,
    },
    branding: {
      logoUrl: null,
      colors: { primary: '#2b2a86', accent: '#ff7a59' },
      tagline: null,
      ...overrides.branding,
    },
    items: [{ ticketTypeName: 'Regular', quantity: attendees.length, unitPriceMinor: 4900 }],
    tickets: attendees.map((attendeeName, i) => ({
      id: `0199aaaa-0000-7000-8000-0000000001${String(i).padStart(2, '0')}`,
      code: '7K3F9Q2MXZ',
      version: 1,
      secret: Buffer.alloc(16, i + 1).toString('base64'),
      attendeeName,
      ticketTypeName: 'Regular',
      ticketTypeDescription: 'All talks, dinner and the after-party.',
      priceMinor: 4900,
      currency: 'EUR',
      ...overrides.ticket,
    })),
  };
}
