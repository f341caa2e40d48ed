import type { OrganizationContent } from './content.ts';
import { gradient } from './lumenfold/gradient.ts';
import { smallerEvents } from './lumenfold/smaller-events.ts';
import { lumenfoldSpeakers } from './lumenfold/speakers.ts';
import { undercurrent } from './lumenfold/undercurrent.ts';

/** A company that makes conferences for engineers: many events, many speakers, several currencies. */
export const lumenfold: OrganizationContent = {
  slug: 'lumenfold',
  name: 'Lumenfold',
  foundedDaysAgo: 420,
  websiteUrl: 'https://lumenfold.example',
  tagline: 'Conferences for people who keep systems running',
  description: `We make conferences, workshops and evenings for people who build and operate software.

No sponsored keynotes, no vendor pitches dressed up as talks. Every speaker has run the thing they talk about, and every recording is free a month later. We pay speakers, we feed everybody well, and we finish on time.`,
  logoUrl: '/demo/logos/lumenfold.svg',
  coverImageUrl: '/demo/covers/lumenfold.svg',
  colors: { primary: '#2b2a86', accent: '#c2410c', onPrimary: '#ffffff' },
  termsOfService: `Tickets
A ticket admits the person named on it. You may change the name free of charge until the day before the event.

Returning a ticket
Up to 14 days before the event we refund the full price. After that you may pass your ticket on to somebody else.

Code of conduct
Lumenfold events are for everyone. Harassment of any kind ends your participation without a refund. The full code of conduct hangs at every entrance and is on our website.

If we cancel
If an event cannot take place we refund the full price to the way you paid, without your asking.`,
  privacyPolicy: `We use your name to print your badge and your e-mail address to send your ticket and practical information about the event. We keep both until three months after the event and invoices for as long as the law requires.

We do not pass your data to sponsors. If you want to talk to a sponsor, you can show them your badge yourself.

Write to privacy@lumenfold.example to see, correct or delete what we store about you.`,
  team: [
    { role: 'owner', name: 'Katharina Reuter', email: 'owner@lumenfold.example' },
    { role: 'admin', name: 'Oluwaseun Adeyemi', email: 'admin@lumenfold.example' },
    { role: 'staff', name: 'Minh Anh Trần', email: 'staff@lumenfold.example' },
  ],
  speakers: lumenfoldSpeakers,
  events: [undercurrent, ...smallerEvents, gradient],
};
