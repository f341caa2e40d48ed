const en = {
  title: 'What is on',
  description:
    'Concerts, conferences, workshops and lectures near you and online. Tickets in a minute, without an account.',
  hero: {
    eyebrow: 'The doors open soon',
    title: 'Be there when the lights go down.',
    text: 'Concerts, conferences, lectures and late nights. Tickets in a minute, no account needed.',
    next: 'Next up',
  },
  search: {
    label: 'Search events, places or organizers',
    submit: 'Search',
  },
  categories: {
    label: 'Kind of event',
    all: 'Everything',
    concert: 'Concerts',
    conference: 'Conferences',
    festival: 'Festivals',
    meetup: 'Meetups',
    webinar: 'Webinars',
    workshop: 'Workshops',
    other: 'More',
  },
  results: {
    upcoming: 'Coming up',
    found_one: 'One event for “{{search}}”',
    found_other: '{{count}} events for “{{search}}”',
    foundMore: 'More than {{count}} events for “{{search}}”',
    count_one: 'One event',
    count_other: '{{count}} events',
    countMore: 'More than {{count}} events',
    clear: 'Clear search and filters',
  },
  empty: {
    title: 'Nothing is on yet',
    text: 'As soon as somebody publishes an event, it appears here.',
    action: 'Create the first event',
    filteredTitle: 'Nothing found',
    filteredText: 'Try another word, another kind of event, or look at everything that is on.',
    filteredAction: 'Show everything',
  },
  error: { title: 'The events could not be loaded' },
  organizer: {
    title: 'Holding an event yourself?',
    text: 'Sell tickets, check them at the door and see everything live. Foyer is open and runs where you want it to.',
    action: 'Create an event',
  },
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    discovery: typeof en;
  }
}
