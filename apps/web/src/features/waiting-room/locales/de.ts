import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  title: 'Warteraum',
  notFound: 'Diese Veranstaltung gibt es nicht, oder sie ist nicht Ihre.',
  staffNote: 'Diese Einstellungen ändern Inhaber und Verwaltung der Organisation.',
  card: { title: 'Warteraum', open: 'Offen', closed: 'Geschlossen', settings: 'Einstellungen' },
  why: {
    always: 'Ihr Team hat ihn geöffnet; er bleibt offen, bis Sie ihn schließen.',
    demand: 'Er hat sich am {{date}} selbst geöffnet, weil mehr kamen, als eingelassen werden.',
    schedule: 'Er ist nach Plan offen.',
    planned:
      'Noch muss niemand warten. Er öffnet sich am {{date}} oder vorher, wenn mehr kommen, als eingelassen werden.',
    ready: 'Niemand muss warten. Er öffnet sich selbst, wenn mehr kommen, als eingelassen werden.',
    off: 'Er ist ausgeschaltet: Niemand muss warten, was auch kommt.',
  },
  stock: {
    held: 'Alle Tickets stecken in laufenden Bestellungen. Die Schlange steht, bis welche zurückkommen.',
    not_yet:
      'Der Verkauf hat noch nicht begonnen. Man stellt sich an; eingelassen wird noch niemand.',
    sold_out: 'Alles ist verkauft. Niemand wird mehr eingelassen, und das wird gesagt.',
    ended: 'Der Verkauf ist beendet. Niemand wird mehr eingelassen.',
  },
  stat: {
    waiting: 'Wartende',
    waitingDetail: '{{n}} pro Minute kommen dran',
    inside: 'Wählen gerade',
    insideDetail: 'dran, noch nicht bestellt',
    ordered: 'Bestellungen',
    orderedDetail: 'durch die Schlange',
    joined: 'Insgesamt angestellt',
    joinedDetail: 'seit es den Raum gibt',
  },
  chart: {
    title: 'Menschen pro Minute',
    collecting: 'Das Bild beginnt in ein paar Sekunden.',
    wanted_one: 'Eine Person will bestellen',
    wanted_other: '{{n}} wollen bestellen',
    admitted_one: 'Eine Person kommt dran',
    admitted_other: '{{n}} kommen dran',
    note: 'Wie gesehen, seit diese Seite offen ist.',
  },
  open: {
    action: 'Jetzt öffnen',
    title: 'Den Warteraum öffnen?',
    text_one:
      'Ab jetzt stellen sich alle an, bevor sie bestellen, und eine Person pro Minute kommt dran. Wer schon bestellt, macht ungestört weiter.',
    text_other:
      'Ab jetzt stellen sich alle an, bevor sie bestellen, und {{n}} Menschen pro Minute kommen dran. Wer schon bestellt, macht ungestört weiter.',
    done: 'Der Warteraum ist offen.',
  },
  close: {
    action: 'Raum schließen',
    title: 'Den Warteraum schließen?',
    text: 'Alle, die warten, können gleich bestellen.',
    after: 'Und danach?',
    auto: 'Wieder selbst öffnen',
    autoHint: 'Sobald mehr kommen, als eingelassen werden.',
    off: 'Geschlossen bleiben',
    offHint: 'Was auch kommt, bis Sie es ändern.',
    done: 'Der Warteraum ist geschlossen.',
  },
  form: {
    title: 'Wann er öffnet',
    text: 'Kommen mehr Menschen, als zugleich bestellen können, bekommen sie einen Platz in der Schlange, der Reihe nach. Neu laden und mehr Tabs bringen niemandem etwas.',
    mode: 'Der Warteraum',
    schedule: 'Zeitplan',
    scheduleHint:
      'Für einen Verkauf, von dem alle wissen: Öffnen Sie ihn einige Minuten vor dem Verkaufsbeginn, damit sich alle in Ruhe anstellen. Leer: nur wenn er gebraucht wird.',
    opensAt: 'Öffnet',
    closesAt: 'Schließt',
    pace: 'Tempo',
    admitPerMinute: 'Eingelassene pro Minute',
    admitPerMinuteHint:
      'Wie viele jede Minute mit dem Bestellen beginnen dürfen. 3.000 passt für die meisten; weniger gibt Personal und Zahlungsdienst mehr Luft.',
    admissionMinutes: 'Minuten zum Bestellen',
    admissionMinutesHint:
      'Wie lange jemand, der dran ist, zum Wählen hat: 2 bis 60. Danach geht es hinten neu los.',
    fairness: 'Fairness',
    requiresAccount: 'Nur mit Konto',
    requiresAccountHint:
      'Wer sich anstellt, meldet sich an: ein Platz je Konto. Sonst gibt es einen je Browser.',
    proof: 'Gegen Roboter',
    saved: 'Gespeichert.',
  },
  mode: {
    auto: 'Von selbst',
    autoHint: 'Öffnet, wenn mehr kommen, als eingelassen werden, und schließt, wenn es ruhig ist.',
    always: 'Offen',
    alwaysHint: 'Ab jetzt stellen sich alle zuerst an.',
    off: 'Aus',
    offHint: 'Nie. Im Ansturm kommen die Schnellsten zuerst dran.',
  },
  proof: {
    auto: 'Im Gedränge',
    autoHint: 'Geräte rechnen kurz, bevor sie sich anstellen, solange viele kommen.',
    always: 'Immer',
    alwaysHint: 'Jedes Mal eine kleine Rechnung, im Gedränge mehr.',
    off: 'Nie',
    offHint: 'Nichts bremst einen Roboter.',
  },
  errors: {
    opensMissing: 'Bitte geben Sie auch an, wann er öffnet.',
    closesAfterOpens: 'Er muss schließen, nachdem er geöffnet hat.',
  },
  unsaved: {
    title: 'Ohne Speichern verlassen?',
    text: 'Ihre Änderungen hier sind noch nicht gespeichert.',
    leave: 'Trotzdem verlassen',
  },
};

export default de;
