import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  title: 'Meine Tickets',
  upcoming: 'Demnächst',
  past: 'Vergangen und beendet',
  tickets_one: '{{count}} Ticket',
  tickets_other: '{{count}} Tickets',
  emptyTitle: 'Noch keine Tickets',
  emptyText: 'Was Sie mit diesem Konto oder seiner E-Mail-Adresse kaufen, erscheint hier.',
  discover: 'Programm ansehen',
  nothingComing: 'Nichts steht an.',
  showMore: 'Ältere Tickets zeigen',
  signedOutTitle: 'Zwei Wege zu Ihren Tickets',
  signedOutText:
    'Melden Sie sich an, um alles auf einmal zu sehen, oder lassen Sie sich die Links mailen. Dafür brauchen Sie kein Konto.',
  signIn: 'Anmelden',
  find: 'Links zusenden',
  findTitle: 'Meine Tickets finden',
  findText:
    'Nennen Sie uns die Adresse, mit der Sie gekauft haben. Gibt es kommende Tickets, mailen wir ihre Links dorthin.',
  email: 'E-Mail-Adresse',
  send: 'Links senden',
  sentTitle: 'Sehen Sie in Ihr Postfach',
  sentText:
    'Wenn es Tickets für {{email}} gibt, sind ihre Links unterwegs. Das kann eine Minute dauern.',
  sentHint:
    'Nichts da? Sehen Sie im Spam-Ordner nach, oder versuchen Sie die Adresse der Bezahlung.',
  another: 'Andere Adresse versuchen',
};

export default de;
