import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  title: 'Was läuft',
  description:
    'Konzerte, Konferenzen, Workshops und Vorträge in der Nähe und online. Tickets in einer Minute, ohne Konto.',
  hero: {
    eyebrow: 'Gleich ist Einlass',
    title: 'Dabei sein, wenn das Licht ausgeht.',
    text: 'Konzerte, Konferenzen, Vorträge und lange Nächte. Tickets in einer Minute, ganz ohne Konto.',
    next: 'Als Nächstes',
  },
  search: {
    label: 'Veranstaltung, Ort oder Veranstalter suchen',
    submit: 'Suchen',
  },
  categories: {
    label: 'Art der Veranstaltung',
    all: 'Alles',
    concert: 'Konzerte',
    conference: 'Konferenzen',
    festival: 'Festivals',
    meetup: 'Treffen',
    webinar: 'Webinare',
    workshop: 'Workshops',
    other: 'Weiteres',
  },
  results: {
    upcoming: 'Demnächst',
    found_one: 'Eine Veranstaltung zu „{{search}}“',
    found_other: '{{count}} Veranstaltungen zu „{{search}}“',
    foundMore: 'Mehr als {{count}} Veranstaltungen zu „{{search}}“',
    count_one: 'Eine Veranstaltung',
    count_other: '{{count}} Veranstaltungen',
    countMore: 'Mehr als {{count}} Veranstaltungen',
    clear: 'Suche und Filter zurücksetzen',
  },
  empty: {
    title: 'Noch läuft nichts',
    text: 'Sobald jemand eine Veranstaltung veröffentlicht, steht sie hier.',
    action: 'Die erste Veranstaltung anlegen',
    filteredTitle: 'Nichts gefunden',
    filteredText:
      'Versuchen Sie ein anderes Wort, eine andere Art von Veranstaltung, oder sehen Sie alles an, was läuft.',
    filteredAction: 'Alles zeigen',
  },
  error: { title: 'Die Veranstaltungen konnten nicht geladen werden' },
  organizer: {
    title: 'Sie veranstalten selbst?',
    text: 'Tickets verkaufen, am Einlass prüfen und alles live sehen. Foyer ist offen und läuft, wo Sie wollen.',
    action: 'Veranstaltung anlegen',
  },
};

export default de;
