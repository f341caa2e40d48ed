import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  by: 'von {{name}}',
  presentedBy: 'Veranstaltet von',
  when: 'Wann',
  hours: 'Beginn {{from}}, Ende {{to}} {{zone}}',
  where: 'Wo',
  map: 'Auf der Karte zeigen',
  mapHint: 'öffnet OpenStreetMap',
  onlineHint: 'Den Link bekommen Sie mit Ihrem Ticket.',
  about: 'Worum es geht',
  contact: 'Fragen? {{email}}',
  share: 'Teilen',
  shareCopied: 'Der Link wurde kopiert',
  room: 'Raum {{room}}',
  category: {
    concert: 'Konzert',
    conference: 'Konferenz',
    festival: 'Festival',
    meetup: 'Treffen',
    webinar: 'Webinar',
    workshop: 'Workshop',
    other: 'Veranstaltung',
  },
  agenda: {
    title: 'Programm',
    days: 'Tage des Programms',
    about: 'Worum es geht',
    times: 'Alle Zeiten in {{zone}}.',
    allTracks: 'Alle Reihen',
    track: 'Reihe',
  },
  speakers: {
    title: 'Wen Sie treffen',
    sessions: 'Im Programm',
    noBio: 'Mehr über {{name}} in Kürze.',
  },
  tickets: {
    title: 'Tickets',
    none: 'Noch gibt es keine Tickets. Schauen Sie bald wieder vorbei.',
    hidden: 'Nur mit Ihrem Link',
    left_one: 'Noch eins',
    left_other: 'Noch {{n}}',
    fewLeft_one: 'Nur noch eins',
    fewLeft_other: 'Nur noch {{count}}',
    held: 'Alle übrigen Tickets werden gerade gekauft. Manche kommen vielleicht in wenigen Minuten zurück.',
    soldOut: 'Ausverkauft',
    notYet: 'Im Verkauf ab {{date}}',
    startsIn: 'Verkauf beginnt in {{time}}',
    ended: 'Der Verkauf ist beendet',
    until: 'Bis {{date}}',
    minimum: 'Ab {{count}} je Bestellung',
    maximum_one: 'Eins je Bestellung',
    maximum_other: 'Bis zu {{count}} je Bestellung',
    reduced_one: 'Zurzeit ist nur eins zu haben; wir haben Ihre Auswahl angepasst.',
    reduced_other: 'Zurzeit sind nur {{count}} zu haben; wir haben Ihre Auswahl angepasst.',
    gone: 'Nicht mehr verfügbar; wir haben es aus Ihrer Auswahl genommen.',
    orderLimit_one: 'Höchstens ein Ticket je Bestellung.',
    orderLimit_other: 'Höchstens {{count}} Tickets je Bestellung.',
    perPerson_one: 'Ein Ticket je Person.',
    perPerson_other: 'Höchstens {{count}} Tickets je Person.',
    cancellable: 'Sie können bis {{date}} stornieren und erhalten {{percent}} des Preises zurück.',
    live: 'Die Zahlen sind live',
    spoken: '{{name}}: {{state}}',
    onSale: 'wieder verfügbar',
  },
  order: {
    title: 'Ihre Bestellung',
    empty: 'Wählen Sie Ihre Tickets, um fortzufahren.',
    count_one: 'Ein Ticket',
    count_other: '{{count}} Tickets',
    soldOut: 'Alle Tickets sind verkauft. Gibt jemand seine zurück, erscheinen sie hier.',
    total: 'Summe',
    continue: 'Weiter',
    choose: 'Tickets wählen',
    from: 'ab {{price}}',
    hold_one: 'Ihre Tickets sind eine Minute für Sie reserviert, während Sie Ihre Angaben machen.',
    hold_other:
      'Ihre Tickets sind {{count}} Minuten für Sie reserviert, während Sie Ihre Angaben machen.',
    noAccount: 'Kein Konto nötig.',
    account: 'Für die Schlange brauchen Sie ein Konto.',
  },
  failed: {
    title: 'Ihre Tickets konnten nicht reserviert werden',
    network:
      'Wir wissen nicht, ob Ihre Anfrage angekommen ist. Drücken Sie „Erneut versuchen“: Dieselbe Anfrage wird noch einmal gesendet, und nichts wird doppelt reserviert.',
    retry: 'Erneut versuchen',
    LIMIT_REACHED:
      'Das sind mehr, als eine Bestellung oder eine Person haben darf. Bitte nehmen Sie weniger.',
    SOLD_OUT:
      'Jemand war schneller: Von diesen Tickets sind nicht mehr genug da. Die Zahlen sind jetzt aktuell.',
    HELD_BY_OTHERS:
      'Die letzten Tickets werden gerade von anderen gekauft. Lässt jemand seine los, kommen sie in wenigen Minuten zurück.',
    NOT_ON_SALE: 'Eines dieser Tickets ist zurzeit nicht im Verkauf. Die Liste ist jetzt aktuell.',
    NOT_FOUND:
      'Eines dieser Tickets ist für Sie nicht mehr verfügbar. Die Liste ist jetzt aktuell.',
    IDEMPOTENCY_KEY_REUSED:
      'Inzwischen hat sich etwas geändert. Bitte drücken Sie noch einmal „Weiter“.',
    heldTitle: 'Andere sind gerade schneller',
    take: 'Diese Tickets nehmen',
    backTitle: 'Sie sind wieder zu haben',
    backText:
      'Was Sie wollten, ist jetzt zu haben. Noch hält es niemand für Sie fest, also schnell.',
    PROOF_REQUIRED:
      'Ihr Gerät konnte die kleine Rechnung nicht beenden, die Roboter fernhält. Bitte versuchen Sie es noch einmal oder mit einem anderen Browser.',
  },
  progress: {
    label: 'Rechnung',
    computing:
      'Ihr Gerät rechnet kurz. Das hindert Roboter daran, alles wegzunehmen; über Sie wird dabei nichts gesendet.',
    crowded:
      'Gerade bestellen viele. Wir senden Ihre Bestellung, bis sie beantwortet ist; nichts wird doppelt reserviert.',
    stop: 'Nicht länger warten',
  },
  line: {
    title: 'Für diese Tickets gibt es eine Warteschlange',
    text: 'Gerade möchten viele bestellen, deshalb kommen alle der Reihe nach dran.',
    waiting_one: 'Eine Person wartet.',
    waiting_other: '{{n}} Menschen warten.',
    short:
      'Für diese Tickets gibt es gerade eine Warteschlange. Wählen können Sie vorher oder wenn Sie dran sind.',
    join: 'Anstellen',
    inLineTitle: 'Sie haben einen Platz in der Schlange',
    inLineText: 'Wählen Sie gern schon Ihre Tickets; die Auswahl bleibt erhalten.',
    back: 'Zu meinem Platz',
    turnTitle: 'Sie sind dran',
    turnText: 'Wählen Sie Ihre Tickets und fahren Sie fort, bevor die Zeit um ist.',
    overTitle: 'Ihre Zeit ist um',
    overText:
      'Die Zeit zum Bestellen ist abgelaufen, damit andere drankommen. Sie können sich gern hinten wieder anstellen.',
    again: 'Wieder anstellen',
    usedTitle: 'Ihr Platz galt für eine Bestellung',
    usedHeld:
      'Sie haben eine Bestellung, die noch nicht fertig ist. Schließen Sie sie ab, oder geben Sie ihre Tickets zurück, um neu zu wählen.',
    usedText:
      'Sie haben damit schon bestellt. Für eine weitere Bestellung stellen Sie sich bitte wieder an.',
    opensTitle: 'Es wird eine Warteschlange geben',
    needsAccount: 'Dafür brauchen Sie ein Konto.',
    opensText:
      'Sie öffnet {{date}}. Plätze werden in der Reihenfolge der Ankunft vergeben; früher da zu sein bringt nichts.',
  },
  hold: {
    title_one: 'Für Sie ist ein Ticket reserviert',
    title_other: 'Für Sie sind {{count}} Tickets reserviert',
    text: 'Schließen Sie Ihre Bestellung ab, bevor die Zeit um ist.',
    continue: 'Bestellung abschließen',
  },
  notice: {
    cancelledTitle: 'Diese Veranstaltung wurde abgesagt',
    cancelledText: 'Wer Tickets hat, wurde per E-Mail benachrichtigt; Bezahltes wird erstattet.',
    pastTitle: 'Diese Veranstaltung ist vorbei',
    pastText: 'Sie fand statt: {{date}}.',
    pastMore: 'Mehr von {{name}}',
    draftTitle: 'Das sehen nur Sie und Ihr Team',
    draftText:
      'Die Veranstaltung ist ein Entwurf. So wird sie aussehen, wenn sie veröffentlicht ist.',
    draftEdit: 'Bearbeiten',
    unlistedTitle: 'Private Veranstaltung',
    unlistedText: 'Nur wer diesen Link hat, kann sie sehen.',
  },
  notFound: {
    title: 'Diese Veranstaltung gibt es nicht',
    text: 'Vielleicht ein Tippfehler in der Adresse, vielleicht ist sie nicht mehr veröffentlicht oder öffnet sich nur mit einem privaten Link.',
    members: 'Mitglieder der Organisation sehen sie, wenn sie angemeldet sind.',
    action: 'Ansehen, was läuft',
  },
  description: '{{title}}, {{date}}, {{place}}. Tickets von {{name}}.',
};

export default de;
