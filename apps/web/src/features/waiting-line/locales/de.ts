import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  metaTitle: 'Ihr Platz in der Warteschlange: {{title}}',
  tab: {
    line: 'In der Schlange · {{title}}',
    position: '({{position}}) In der Schlange · {{title}}',
    turn: '● Sie sind dran! · {{title}}',
  },
  eyebrow: 'Sie stehen in der Warteschlange für',
  position: 'Ihre Position',
  toEvent: 'Zur Veranstaltung',
  estimate: {
    unknown: 'Einen Moment, wir fragen, wie weit die Schlange ist.',
    moments: 'Sie sind in weniger als einer Minute dran.',
    minutes_one: 'Sie sind in etwa einer Minute dran.',
    minutes_other: 'Sie sind in etwa {{n}} Minuten dran.',
    hours_one: 'Sie sind in etwa einer Stunde dran.',
    hours_other: 'Sie sind in etwa {{n}} Stunden dran.',
    now: 'Sie sind dran. Einen Moment, wir öffnen die Tür.',
  },
  afterStart: {
    moments: 'Sie gehören zu den Ersten.',
    minutes_one: 'Etwa eine Minute später sind Sie dran.',
    minutes_other: 'Etwa {{n}} Minuten später sind Sie dran.',
    hours_one: 'Etwa eine Stunde später sind Sie dran.',
    hours_other: 'Etwa {{n}} Stunden später sind Sie dran.',
  },
  held: {
    title: 'Alle Tickets werden gerade von anderen gehalten',
    text: 'Die Schlange geht weiter, sobald welche zurückkommen, oft nach ein paar Minuten. Wann das ist, kann noch niemand sagen, deshalb nennen wir keine Zeit.',
  },
  notYet: {
    title: 'Der Verkauf beginnt {{date}}',
    unknown: 'Der Verkauf hat noch nicht begonnen',
    in: 'Das ist {{when}}.',
    after: 'Von da an bewegt sich die Schlange.',
  },
  soldOut: {
    title: 'Ausverkauft',
    text: 'Alle Tickets sind verkauft, das Warten lohnt nicht mehr. Gibt jemand welche zurück, solange die Schlange offen ist, sagt es diese Seite, und Ihr Platz zählt.',
  },
  ended: {
    title: 'Der Verkauf ist beendet',
    text: 'Hier sind keine Tickets mehr zu haben, deshalb gibt es keine Schlange mehr.',
  },
  over: {
    title: 'Ihre Zeit ist um',
    text: 'Die Zeit zum Bestellen ist abgelaufen, damit auch andere drankommen. Es wurde nichts berechnet. Sie können sich gern hinten wieder anstellen.',
    action: 'Wieder anstellen',
  },
  turn: {
    title: 'Sie sind dran!',
    text: 'Wir bringen Sie zu den Tickets. Wählen Sie und fahren Sie fort, bevor die Zeit um ist.',
    called: 'Ihre Minuten zum Bestellen beginnen, wenn Sie auf diese Seite schauen.',
    action: 'Tickets wählen',
  },
  joining: {
    eyebrow: 'Sie stellen sich an für',
    label: 'Rechnung',
    text: 'Wir suchen Ihren Platz …',
    crowded: 'Es kommen viele auf einmal. Wir fragen weiter; Sie müssen nichts tun.',
    computing:
      'Ihr Gerät rechnet kurz, bevor es sich anstellt. Das hindert Roboter daran, die Schlange zu füllen.',
  },
  facts: {
    label: 'Gut zu wissen',
    stays:
      'Sie dürfen diese Seite oder den Laptop schließen: Ihr Platz bleibt. Öffnen Sie sie auf diesem Gerät wieder, und Sie stehen, wo Sie standen.',
    noGain: 'Neu laden und mehr Tabs machen es nicht schneller. Alle haben einen Platz.',
    chosen_one: 'Das gewählte Ticket bleibt in diesem Tab gemerkt.',
    chosen_other: 'Die {{count}} gewählten Tickets bleiben in diesem Tab gemerkt.',
    choose: 'Die Tickets können Sie inzwischen ansehen.',
    toEvent: 'Zu den Tickets',
  },
  call: {
    label: 'Rufen Sie mich, wenn ich dran bin',
    hint: 'Mit einem Ton und, wenn Ihr Browser es erlaubt, einer Mitteilung. Lassen Sie dafür diese Seite in einem Tab offen.',
  },
  account: {
    title: 'Bitte melden Sie sich an, um sich anzustellen',
    text: 'Für diesen Verkauf gibt es einen Platz je Konto. Nach dem Anmelden kommen Sie hierher zurück.',
  },
  notNeeded: 'Zurzeit gibt es keine Schlange: Sie können gleich bestellen.',
  cutOff:
    'Gerade keine Verbindung. Ihr Platz bleibt; diese Seite macht von selbst weiter, sobald es geht.',
  failed: 'Wir konnten Ihren Platz in der Schlange nicht finden',
};

export default de;
