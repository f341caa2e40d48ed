import type { Texts } from './index.ts';

const de: Texts = {
  pdf: {
    title_one: 'Ticket',
    title_other: 'Tickets',
    position: 'Ticket {{number}} von {{count}}',
    when: 'WANN',
    where: 'WO',
    online: 'Online',
    attendee: 'GILT FÜR',
    ticketType: 'TICKET',
    free: 'Kostenlos',
    code: 'CODE',
    foldHere: 'Hier falten',
    qrAlt: 'QR-Code des Tickets {{code}}',
    entryTitle: 'Einlass',
    entryShow: 'Zeigen Sie den quadratischen Code am Eingang, auf dem Telefon oder ausgedruckt.',
    entryOnce:
      'Er lässt eine Person einmal ein: Wer ihn zuerst zeigt, kommt hinein. Geben Sie ihn nicht weiter.',
    entryCode:
      'Lässt er sich nicht lesen, kann das Personal den Code eintippen oder Ihren Namen suchen.',
    onlineTitle: 'Online teilnehmen',
    order: 'Bestellung',
    orderNumber: 'Bestätigung {{number}}',
    orderLine: 'Bestätigung {{number}}, gebucht von {{buyer}}',
    contact: 'Fragen: {{email}}',
    terms: 'Verkauft von {{organization}}; es gelten die Geschäftsbedingungen des Veranstalters.',
  },
  mail: {
    greeting: 'Guten Tag {{name}},',
    greetingPlain: 'Guten Tag,',
    when: 'Wann',
    where: 'Wo',
    online: 'Online',
    order: 'Ihre Bestellung',
    confirmationNumber: 'Bestätigungsnummer',
    total: 'Summe',
    free: 'Kostenlos',
    questions: 'Fragen zur Veranstaltung? Schreiben Sie an {{email}}.',
    sentBy: 'Sie erhalten diese Nachricht wegen Ihrer Anmeldung bei {{organization}}.',
    sentByFoyer: 'Sie erhalten diese Nachricht, weil diese Adresse bei {{site}} eingegeben wurde.',
    linkFallback: 'Falls der Knopf nicht funktioniert, öffnen Sie diese Adresse:',
  },
  confirmation: {
    subject_one: 'Ihr Ticket für {{title}}',
    subject_other: 'Ihre {{count}} Tickets für {{title}}',
    preheader: '{{date}} {{time}}',
    heading: 'Sie sind dabei: {{title}}',
    intro_one:
      'Ihr Ticket hängt als PDF an. Drucken Sie es aus oder behalten Sie es auf dem Telefon.',
    intro_other:
      'Ihre {{count}} Tickets hängen als PDF an, je eines pro Seite. Drucken Sie sie aus oder behalten Sie sie auf dem Telefon.',
    showTickets_one: 'Ticket anzeigen',
    showTickets_other: 'Tickets anzeigen',
    addToCalendar: 'In den Kalender:',
    calendarFile: 'Kalenderdatei',
    keepLink:
      'Der Link öffnet Ihre Tickets ohne Passwort. Geben Sie ihn nur an Menschen weiter, die mitkommen.',
    fileName: 'tickets-{{number}}.pdf',
  },
  latePayment: {
    subject: 'Ihre Zahlung für {{title}} wird erstattet',
    heading: 'Ihre Zahlung ist auf dem Rückweg',
    paid_after_expiry:
      'Ihre Zahlung für {{title}} kam an, als Ihre Reservierung schon abgelaufen war und es die Tickets nicht mehr gab.',
    paid_twice: 'Ihre Zahlung für {{title}} kam zweimal an. Ihre Tickets bleiben gültig.',
    amount_mismatch:
      'Ihre Zahlung für {{title}} entsprach nicht dem Betrag Ihrer Bestellung; daher konnten keine Tickets ausgestellt werden.',
    refund:
      'Wir erstatten {{amount}} in voller Höhe auf die Karte oder das Konto, mit dem Sie bezahlt haben. Das dauert meist 5 bis 10 Werktage; Sie müssen nichts tun.',
    tryAgain: 'Nachsehen, ob es Tickets gibt',
    sorry: 'Es tut uns leid, dass Sie Mühe damit hatten.',
  },
  endpointOff: {
    subject: 'Webhook abgeschaltet: {{name}}',
    heading: 'Eines Ihrer Systeme erfährt nichts mehr',
    gone: 'Es antwortete, dass es nicht mehr da ist (410); wir haben aufgehört.',
    failing: 'Fünf Tage lang kam nichts an, was wir ihm sandten; wir haben aufgehört.',
    consequence:
      'Was inzwischen geschieht, wird nicht nachgeholt. Wenn es wieder antwortet, schalten Sie es ein und senden Sie noch einmal, was ihm fehlt.',
    endpoint: 'Endpunkt',
    organization: 'Organisation',
    button: 'Endpunkt ansehen',
  },
  ticketTransferred: {
    ticket: 'Ticket',
    received: {
      subject: 'Ein Ticket für {{title}} gehört Ihnen',
      heading: 'Sie sind dabei: {{title}}',
      intro:
        'Das Ticket von {{former}} wurde Ihnen übergeben. Es hängt als PDF an, mit einem neuen Code, den nur Sie haben.',
      keep: 'Nur in dieser Nachricht finden Sie Ihr Ticket: Behalten Sie sie, drucken Sie es aus oder speichern Sie das PDF auf dem Telefon. Wer den Code zuerst zeigt, kommt hinein.',
      reason:
        'Sie erhalten diese Nachricht, weil Ihnen ein Ticket von {{organization}} übergeben wurde.',
    },
    given: {
      subject: 'Ein Ticket für {{title}} wurde weitergegeben',
      heading: 'Ein Ticket wurde weitergegeben',
      byBuyer:
        'Das Ticket von {{former}} gehört jetzt {{name}}, so gewünscht von der Person, die es bestellt hat.',
      byOrganizer: '{{organization}} hat das Ticket von {{former}} an {{name}} übergeben.',
      oldCode:
        'Sein alter Code {{code}}, der QR-Code und das PDF lassen niemanden mehr ein. Das neue Ticket wurde an die Person gesandt, der es jetzt gehört.',
      showOrder: 'Bestellung anzeigen',
      notYou:
        'Falls Sie das überrascht, schreiben Sie bitte dem Veranstalter: Er kann das Ticket zurückgeben.',
      reason: 'Sie erhalten diese Nachricht wegen Ihrer Anmeldung bei {{organization}}.',
    },
  },
  eventCancelled: {
    subject: 'Abgesagt: {{title}}',
    heading: '{{title}} ist abgesagt',
    intro:
      '{{organization}} musste die Veranstaltung absagen. Ihre Tickets sind nicht mehr gültig.',
    reason: 'Der Veranstalter schreibt:',
    refund:
      'Was Sie bezahlt haben, geht in voller Höhe auf die Karte oder das Konto zurück, mit dem Sie bezahlt haben: {{amount}}. Das dauert meist 5 bis 10 Werktage; Sie müssen nichts tun.',
  },
  ticketsCancelled: {
    subject_one: 'Ein Ticket für {{title}} ist storniert',
    subject_other: '{{count}} Tickets für {{title}} sind storniert',
    heading_one: 'Ihr Ticket ist storniert',
    heading_other: 'Ihre Tickets sind storniert',
    intro_one: 'Dieses Ticket für {{title}} ist nicht mehr gültig:',
    intro_other: 'Diese Tickets für {{title}} sind nicht mehr gültig:',
    tickets: 'Storniert',
    reason: 'Der Veranstalter schreibt:',
    refund:
      '{{amount}} gehen auf die Karte oder das Konto zurück, mit dem Sie bezahlt haben. Das dauert meist 5 bis 10 Werktage; Sie müssen nichts tun.',
    left_one: 'Ihr anderes Ticket bleibt gültig.',
    left_other: 'Ihre anderen {{count}} Tickets bleiben gültig.',
    show: 'Bestellung ansehen',
    toHolder:
      'Was dafür bezahlt wurde, geht, soweit es erstattet wird, an die Person zurück, die es gekauft hat. Fragen Sie sie oder den Veranstalter.',
    showEvent: 'Veranstaltung ansehen',
  },
  ticketLinks: {
    subject: 'Ihre Tickets',
    heading: 'Ihre Tickets',
    intro_one: 'Das ist die Anmeldung, die wir zu dieser Adresse gefunden haben.',
    intro_other: 'Das sind die Anmeldungen, die wir zu dieser Adresse gefunden haben.',
    tickets_one: '{{count}} Ticket',
    tickets_other: '{{count}} Tickets',
    open: 'Tickets anzeigen',
    notYou:
      'Falls Sie das nicht angefordert haben, ignorieren Sie diese Nachricht: Niemand außer Ihnen hat diese Links bekommen.',
  },
  verification: {
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
    intro:
      'Nur noch ein Schritt: Bestätigen Sie, dass dies Ihre Adresse ist; dann können Sie sich anmelden.',
    button: 'Adresse bestätigen',
    expires: 'Der Link gilt 24 Stunden.',
    notYou:
      'Falls Sie kein Konto angelegt haben, ignorieren Sie diese Nachricht: Es geschieht nichts.',
  },
  passwordReset: {
    subject: 'Wählen Sie ein neues Passwort',
    heading: 'Wählen Sie ein neues Passwort',
    intro: 'Jemand, vermutlich Sie, möchte ein neues Passwort für Ihr Konto setzen.',
    button: 'Neues Passwort wählen',
    expires: 'Der Link gilt eine Stunde und nur einmal.',
    notYou:
      'Falls Sie das nicht waren, ignorieren Sie diese Nachricht: Ihr Passwort bleibt, wie es ist.',
  },
  accountExists: {
    subject: 'Sie haben schon ein Konto',
    heading: 'Sie haben schon ein Konto',
    intro:
      'Jemand, vermutlich Sie, wollte sich mit dieser Adresse registrieren. Sie hat bereits ein Konto; es wurde nichts geändert.',
    button: 'Anmelden',
    forgotten: 'Passwort vergessen?',
    reset: 'Neues wählen',
    notYou: 'Falls Sie das nicht waren, ignorieren Sie diese Nachricht.',
  },
};

export default de;
