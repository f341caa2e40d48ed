import { aldermereEvents } from './aldermere/events.ts';
import type { OrganizationContent } from './content.ts';

/** A university: free lectures, a ball, an open day, and an evening that had to be called off. */
export const aldermere: OrganizationContent = {
  slug: 'aldermere-university',
  name: 'Aldermere University',
  foundedDaysAgo: 365,
  websiteUrl: 'https://aldermere.example',
  tagline: 'Learning by the water since 1871',
  description: `Aldermere is a university of eight thousand students on the shore of a lake, with a botanical garden, an observatory and a rather good brass band.

Most of what happens here is open to everyone. Our public lectures are free, our gardens have no gate, and twice a year we open every door we have.`,
  logoUrl: '/demo/logos/aldermere.svg',
  coverImageUrl: '/demo/covers/aldermere.svg',
  colors: { primary: '#0f4a3c', accent: '#8a5200', onPrimary: '#ffffff' },
  termsOfService: `Free events
If you cannot come, please give your place back. There is usually somebody waiting for it.

Paid events
Tickets can be returned up to seven days before the event. Concession tickets are valid with a student, staff or benefits card.

Accessibility
All our halls are reachable without steps and have induction loops. A companion comes free of charge; write to access@aldermere.example.

Photographs
We take pictures at public events. Ask for a green wristband at the door if you would rather not be in them.`,
  privacyPolicy: `The university uses your name and e-mail address to admit you to the event and to tell you about changes. They are deleted thirty days after the event unless we must keep an invoice.

You have the right to see, correct and delete what we store. Our data protection officer answers at privacy@aldermere.example.`,
  team: [
    { role: 'owner', name: 'Eleanor Whitcombe', email: 'owner@aldermere.example' },
    { role: 'admin', name: 'Farhan Siddiqui', email: 'admin@aldermere.example' },
    { role: 'staff', name: 'Rhiannon Pugh', email: 'staff@aldermere.example' },
  ],
  speakers: [
    {
      key: 'helena-voss',
      name: 'Professor Helena Voss',
      title: 'Chair of glaciology, Aldermere University',
      bio: 'Helena Voss has drilled ice on three continents and once spent a winter of 214 days in a hut with two other people and one chess set. She holds the record for the oldest snowball in the county.',
    },
    {
      key: 'tomasz-wrobel',
      name: 'Dr Tomasz Wróbel',
      title: 'Director of the observatory',
      bio: 'Tomasz Wróbel looks after a refractor from 1889 and a camera from last year. He can find Saturn with his eyes closed, which he admits is not useful.',
    },
  ],
  events: aldermereEvents,
};
