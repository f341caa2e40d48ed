import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  devices: 'Geräte am Einlass',
  devicesText:
    'Jedes Telefon mit Kamera kann scannen. Koppeln Sie es mit einem Link, der einmal gilt.',
  pair: 'Gerät koppeln',
  noDevices: 'Noch kein Gerät',
  noDevicesText:
    'Koppeln Sie das erste Telefon und probieren Sie ein Ticket aus, bevor es losgeht.',
  deviceName: 'Name des Geräts',
  deviceNameHint: 'Damit klar ist, wer gescannt hat: „Adas Telefon“, „Nordeingang 2“.',
  gate: 'Eingang',
  anyGate: 'Kein Eingang',
  canUndo: 'Darf einen Einlass zurücknehmen',
  canUndoHint: 'Für die Aufsicht: irrtümliche Scans zurücknehmen.',
  createLink: 'Kopplungscode erzeugen',
  scanThis: 'Scannen Sie dies mit dem Telefon, das Tickets prüfen soll',
  scanText:
    'Oder öffnen Sie dort {{url}} und tippen Sie den Code ein. Er gilt einmal, bis {{time}}.',
  code: 'Kopplungscode',
  copyLink: 'Link kopieren',
  linkCopied: 'Der Link ist kopiert.',
  openHere: 'Dieses Gerät verwenden',
  paired: '{{name}} ist gekoppelt und bereit.',
  waiting: 'Warte auf das Telefon …',
  done: 'Fertig',
  notPaired: 'Noch nicht gekoppelt',
  lastSeen: 'Zuletzt gesehen {{time}}',
  ready: 'Bereit',
  revoked: 'Entzogen',
  revoke: 'Entziehen',
  revokeTitle: '{{name}} den Zugang entziehen?',
  revokeText:
    'Es lässt binnen einer Sekunde niemanden mehr ein. Seine Scans bleiben aufgezeichnet.',
  supervisor: 'Darf zurücknehmen',
  gates: 'Eingänge',
  gatesText: 'Benennen Sie Ihre Eingänge, um zu sehen, wo die Leute hereinkommen.',
  gateName: 'Name des Eingangs',
  addGate: 'Eingang hinzufügen',
  deleteGate: 'Eingang {{name}} entfernen',
  gateInUse: 'An diesem Eingang gibt es Scans oder Geräte, er bleibt im Verzeichnis.',
  noGates: 'Keine Eingänge: alle Geräte zählen als einer.',
  recent: 'Neueste Scans',
  noScans: 'Was gescannt wird, erscheint hier binnen einer Sekunde.',
  unknownTicket: 'Unbekannter Code',
  conflict: 'Doppelt eingelassen, während ein Gerät getrennt war',
  verdict: {
    accepted: 'Eingelassen',
    already_used: 'Schon benutzt',
    replayed: 'Wiederholt',
    voided: 'Nicht mehr gültig',
    wrong_event: 'Andere Veranstaltung',
    unknown: 'Unbekannt',
    forged: 'Gefälscht',
    not_yet_valid: 'Zu früh',
    expired: 'Zu spät',
  },
};

export default de;
