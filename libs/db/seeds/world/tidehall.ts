import type { OrganizationContent } from './content.ts';
import { tidehallEvents } from './tidehall/events.ts';

/** A concert venue: price tiers that share a hall, a festival about to go on sale, a room open all day. */
export const tidehall: OrganizationContent = {
  slug: 'tidehall',
  name: 'Tidehall',
  foundedDaysAgo: 510,
  websiteUrl: 'https://tidehall.example',
  tagline: 'Music at the water’s edge in Hamburg',
  description: `Tidehall is a concert hall in an old ice store on the Elbe: nine hundred places, walls of brick two metres thick, and a view of passing ships that has ruined more than one soundcheck.

We play everything that is played with care, from a string quartet by candlelight to a band that needs the floor cleared. The bar opens an hour before, and the last ferry waits for you.`,
  logoUrl: '/demo/logos/tidehall.svg',
  coverImageUrl: '/demo/covers/tidehall.svg',
  colors: { primary: '#a6371b', accent: '#155d68', onPrimary: '#ffffff' },
  termsOfService: `Admission
Doors open one hour before the concert. Latecomers are let in between two pieces.

Tickets
A ticket admits one person to the area it names. Areas without numbered seats are first come, first served. Tickets may be given away or sold on at no more than their price.

Cameras
Photographs without flash during the first three songs. Please keep your screen dark after that.

Cancellation
If a concert is cancelled, the full price goes back to the way you paid. If it is moved, your ticket stays valid, and you may return it within 14 days.`,
  privacyPolicy: `Wir verwenden Ihren Namen und Ihre E-Mail-Adresse, um Ihnen Ihr Ticket zu senden und Sie einzulassen. Drei Monate nach dem Konzert werden beide gelöscht; Rechnungen bewahren wir so lange auf, wie das Gesetz es verlangt.

We use your name and e-mail address to send your ticket and to let you in. Three months after the concert both are deleted; invoices are kept for as long as the law requires. Write to privacy@tidehall.example with any question.`,
  team: [
    { role: 'owner', name: 'Jannik Petersen', email: 'owner@tidehall.example', locale: 'de' },
    { role: 'admin', name: 'Defne Yıldırım', email: 'admin@tidehall.example', locale: 'de' },
    { role: 'staff', name: 'Mateusz Krawczyk', email: 'staff@tidehall.example' },
  ],
  speakers: [
    {
      key: 'ines-okafor',
      name: 'Inês Okafor',
      title: 'Voice, guitar, loops',
      bio: 'Born in Porto, raised in Enugu and Bristol. Her second record was made in a lighthouse with one microphone, and won everything there was to win that year.',
    },
    {
      key: 'liv-aaltonen',
      name: 'Liv Aaltonen',
      title: 'Violoncello',
      bio: 'Liv Aaltonen stammt aus Turku und spielt ein Cello von 1742. Mit dem Quartett Nordwind bringt sie Musik in Räume, die nicht dafür gebaut wurden.',
    },
    {
      key: 'hiroshi-maeda',
      name: 'Hiroshi Maeda',
      title: 'Sound artist',
      bio: 'Hiroshi Maeda builds instruments for rooms rather than for players. Water, he says, is the only musician who is never late.',
    },
  ],
  events: tidehallEvents,
};
