import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  verified: 'Geprüfter Veranstalter',
  website: 'Website',
  about: 'Über {{name}}',
  upcoming: 'Demnächst',
  past: 'Vergangenes',
  pastMore: 'Alle vergangenen Veranstaltungen zeigen',
  emptyTitle: 'Zurzeit ist nichts geplant',
  emptyText:
    'Neue Veranstaltungen von {{name}} erscheinen hier. Bis dahin: Sehen Sie, was andere bieten.',
  emptyAction: 'Ansehen, was läuft',
  terms: 'Bedingungen von {{name}}',
  privacy: 'Datenschutz bei {{name}}',
  small: 'Das Kleingedruckte',
  metaDescription: 'Veranstaltungen und Tickets von {{name}}.',
  notFoundTitle: 'Diesen Veranstalter gibt es nicht',
  notFoundText: 'Vielleicht ein Tippfehler in der Adresse, oder der Veranstalter ist umgezogen.',
};

export default de;
