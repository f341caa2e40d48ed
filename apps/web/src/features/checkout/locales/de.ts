import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  metaTitle: 'Bestellung',
  steps: { tickets: 'Tickets', attendees: 'Angaben', payment: 'Bezahlung', done: 'Fertig' },
  title: 'Wer kommt?',
  lead: 'Ein Name für jedes Ticket. Sie brauchen kein Konto.',
  buyer: 'Ihre Angaben',
  buyerText: 'An diese Adresse senden wir die Tickets.',
  signedInAs: 'Angemeldet als {{name}}: Diese Tickets liegen dann in Ihrem Konto.',
  signInInstead: 'Schon ein Konto? Anmelden',
  name: 'Name',
  email: 'E-Mail-Adresse',
  ticket: '{{type}}',
  ticketNumber: 'Ticket {{number}} von {{count}}',
  attendeeName: 'Name des Gastes',
  attendeeEmail: 'E-Mail-Adresse des Gastes',
  copyMine: 'Meine Angaben übernehmen',
  pay: '{{amount}} bezahlen',
  confirmFree: 'Tickets holen',
  toPayment:
    'Sie bezahlen auf der sicheren Seite unseres Zahlungsanbieters und kommen hierher zurück.',
  terms: 'Bedingungen von {{name}}',
  termsNote: 'Mit der Bestellung akzeptieren Sie die Bedingungen von {{name}}.',
  privacy: 'Datenschutz',
  summary: 'Ihre Bestellung',
  total: 'Summe',
  release: 'Tickets zurückgeben',
  releaseTitle: 'Diese Tickets zurückgeben?',
  releaseText: 'Sie sind sofort wieder im Verkauf und jemand anders kann sie kaufen.',
  released: 'Ihre Tickets sind wieder im Verkauf.',
  expiredTitle: 'Ihre Zeit ist um',
  expiredText:
    'Tickets werden {{minutes}} Minuten reserviert, damit alle eine faire Chance haben. Ihre sind wieder im Verkauf; es wurde nichts berechnet.',
  refundedText:
    'Ihre Zahlung kam an, als die Zeit um war und die Tickets vergeben. Sie bekommen den vollen Betrag zurück, ohne etwas zu tun.',
  takeAgain: 'Dieselben Tickets noch einmal nehmen',
  notEnoughLeft:
    'So viele dieser Tickets gibt es nicht mehr. Wählen Sie neu, um zu sehen, was noch zu haben ist.',
  crowded:
    'Gerade bestellen viele. Wir senden dieselbe Anfrage, bis sie beantwortet ist; nichts wird doppelt reserviert.',
  stopWaiting: 'Nicht länger warten',
  chooseAgain: 'Neu wählen',
  cancelledTitle: 'Sie haben diese Tickets zurückgegeben',
  cancelledText: 'Sie sind wieder im Verkauf. Es wurde nichts berechnet.',
  calledOffTitle: 'Diese Veranstaltung wurde abgesagt',
  calledOffText:
    'Ihre Tickets sind nicht mehr reserviert. Falls Sie bezahlt haben, bekommen Sie den vollen Betrag zurück, ohne etwas zu tun.',
  toEvent: 'Zur Veranstaltung',
  waitingTitle: 'Wir warten auf Ihre Zahlung',
  waitingText:
    'Das dauert einige Sekunden. Die Seite geht von selbst weiter; Sie können sie auch schließen, die Tickets kommen per Mail.',
  waitingLongTitle: 'Das dauert länger als sonst',
  waitingLongText:
    'Ihre Bank hat noch nicht geantwortet. Sie müssen nicht noch einmal bezahlen: Sobald die Zahlung eintrifft, mailen wir Ihre Tickets an {{email}}. Bleibt sie aus, wird nichts berechnet.',
  overText:
    'Wir fragen beim Zahlungsdienst nach, ob Sie bezahlt haben. Das dauert ein paar Sekunden.',
  overLongText:
    'Ihre Tickets sind nicht mehr reserviert, und der Zahlungsdienst hat noch nicht gesagt, ob Sie bezahlt haben. Sie müssen nicht noch einmal zahlen: Kommt Ihre Zahlung an, schicken wir die Tickets an {{email}}, oder Sie bekommen den vollen Betrag zurück, wenn sie vergriffen sind.',
  backToOrder: 'Zurück zur Bestellung',
  declinedTitle: 'Die Zahlung hat nicht geklappt',
  stillHeld: 'Ihre Tickets sind weiter für Sie reserviert.',
  failure: {
    card_declined:
      'Die Bank hat die Karte abgelehnt. Versuchen Sie eine andere, oder fragen Sie Ihre Bank.',
    insufficient_funds: 'Auf dieser Karte ist nicht genug Geld. Versuchen Sie eine andere.',
    authentication_failed:
      'Die Bank konnte nicht bestätigen, dass Sie es waren. Versuchen Sie es noch einmal.',
    expired_card: 'Diese Karte ist abgelaufen. Versuchen Sie eine andere.',
    incorrect_details: 'Einige Angaben zur Karte stimmten nicht. Bitte prüfen Sie sie.',
    processing_error: 'Die Bank hatte ein technisches Problem. Bitte versuchen Sie es noch einmal.',
  },
  paymentCancelled:
    'Sie haben die Zahlungsseite verlassen. Ihre Tickets sind weiter reserviert; bezahlen Sie, wenn Sie so weit sind.',
  paymentUnavailable:
    'Der Zahlungsdienst antwortet gerade nicht. Ihre Tickets bleiben reserviert; bitte versuchen Sie es noch einmal.',
  limitPerPerson_one:
    'Zu dieser Veranstaltung darf jeder ein Ticket haben, und diese E-Mail-Adresse hat schon eins. Nehmen Sie eine andere Adresse oder geben Sie diese Tickets zurück.',
  limitPerPerson_other:
    'Zu dieser Veranstaltung darf jeder höchstens {{count}} Tickets haben, und mit dieser E-Mail-Adresse wären es mehr. Nehmen Sie eine andere Adresse oder weniger Tickets.',
  notFoundTitle: 'Diese Bestellung lässt sich nicht zeigen',
  notFoundText:
    'Vielleicht ist der Link unvollständig, oder er wurde auf einem anderen Gerät geöffnet.',
  discover: 'Programm ansehen',
};

export default de;
