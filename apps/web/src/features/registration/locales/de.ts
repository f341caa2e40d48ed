import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  metaTitle: 'Ihre Tickets',
  confirmedTitle: 'Sie sind dabei!',
  confirmedText: 'Wir haben alles an {{email}} geschickt.',
  number: 'Bestätigung {{number}}',
  pendingTitle: 'Ihre Tickets sind reserviert',
  pendingText: 'Sie gehören Ihnen, sobald die Bestellung abgeschlossen ist.',
  continue: 'Bestellung abschließen',
  expiredTitle: 'Die Zeit für diese Bestellung ist um',
  expiredText:
    'Die Tickets sind wieder im Verkauf und es wurde nichts berechnet. Sie können neu wählen.',
  chooseAgain: 'Tickets neu wählen',
  cancelledTitle: 'Diese Bestellung wurde storniert',
  cancelledText: 'Ihre Tickets sind nicht mehr gültig.',
  eventCancelled: 'Die Veranstaltung ist abgesagt',
  eventCancelledText: 'Ihre Tickets sind ungültig, Ihr Geld ist auf dem Rückweg.',
  reason: 'Grund: {{reason}}',
  refund: {
    queued: 'Eine Erstattung von {{amount}} wird vorbereitet.',
    pending: 'Eine Erstattung von {{amount}} ist unterwegs; Banken brauchen einige Tage.',
    succeeded: '{{amount}} wurden erstattet.',
    failed:
      'Eine Erstattung von {{amount}} hat nicht geklappt. Bitte wenden Sie sich an den Veranstalter.',
  },
  allGivenTitle: 'Alle Ihre Tickets sind weitergegeben',
  allGivenText: 'Sie gehören jetzt anderen, die sie per Mail bekommen haben.',
  handedOver: {
    title: 'Weitergegeben an {{name}}',
    text: 'Das Ticket hat einen neuen Code; Ihrer lässt niemanden mehr ein. War es ein Versehen, kann der Veranstalter das Ticket zurückgeben.',
  },
  ticketOf: 'Ticket {{number}} von {{count}}',
  qr: 'Ticket {{code}} von {{name}}',
  code: 'Code',
  void: 'Dieses Ticket ist nicht mehr gültig.',
  used: 'Eingelassen {{time}}',
  showAtDoor: 'Zeigen Sie diesen Code am Einlass, auf dem Telefon oder gedruckt.',
  pdf: 'PDF herunterladen',
  pdfWaiting: 'Ihre Tickets werden gedruckt …',
  pdfFailed: 'Das PDF ist noch nicht fertig. Bitte versuchen Sie es gleich noch einmal.',
  calendar: 'In den Kalender',
  ics: 'Kalenderdatei (.ics)',
  google: 'Google Kalender',
  outlook: 'Outlook',
  resend: 'Mail noch einmal senden',
  resent: 'Die Mail an {{email}} ist unterwegs.',
  keepLink:
    'Diese Seite öffnet sich für alle, die ihre Adresse haben. Hüten Sie sie wie ein Ticket.',
  order: 'Ihre Bestellung',
  total: 'Summe',
  paid: 'Bezahlt',
  when: 'Wann',
  where: 'Wo',
  map: 'Karte öffnen',
  online: 'Online-Veranstaltung öffnen',
  contact: 'Dem Veranstalter schreiben',
  organizer: 'Von {{name}}',
  notFoundTitle: 'Diese Tickets lassen sich nicht zeigen',
  notFoundText:
    'Vielleicht ist der Link unvollständig. Wir mailen Ihnen einen neuen, oder Sie melden sich an.',
  findTickets: 'Meine Tickets finden',
  signIn: 'Anmelden',
  eventPage: 'Zur Veranstaltung',
};

export default de;
