import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  events: {
    title: 'Veranstaltungen',
    create: 'Neue Veranstaltung',
    staffNote:
      'Sie gehören zum Team. Inhaber und Verwaltung der Organisation legen Veranstaltungen an und ändern sie.',
    tabs: 'Veranstaltungen nach Zeit',
    upcoming: 'Kommende und Entwürfe',
    past: 'Vergangene',
    publicPage: 'Öffentliche Seite',
    sold: '{{sold}} von {{capacity}} verkauft',
    soldAndHeld: '{{sold}} von {{capacity}} verkauft, {{held}} vorgemerkt',
    soldLabel: 'Verkauft: {{title}}',
    noCapacity: 'Keine Gesamtkapazität',
    unlisted: 'Nur mit privatem Link',
    public: 'Öffentlich',
    emptyTitle: 'Die Bühne gehört Ihnen',
    emptyText:
      'Legen Sie Ihre erste Veranstaltung an: was, wann und wo, dann die Tickets, und veröffentlichen Sie sie, wenn alles steht. Bis dahin sieht sie nur Ihr Team.',
    emptyAction: 'Erste Veranstaltung anlegen',
    emptyStaffTitle: 'Noch keine Veranstaltungen',
    emptyStaffText: 'Sobald die Verwaltung eine Veranstaltung anlegt, finden Sie sie hier.',
    noUpcomingTitle: 'Nichts geplant',
    noUpcomingText: 'Alle Veranstaltungen dieser Organisation sind vorbei.',
    noPastTitle: 'Noch nichts vorbei',
    noPastText: 'Veranstaltungen wandern hierher, sobald sie zu Ende sind.',
  },
  notFound: 'Diese Organisation gibt es nicht, oder sie ist nicht Ihre.',
  settings: {
    title: 'Auftritt und Angaben',
    description:
      'Wie {{name}} auf der öffentlichen Seite, bei Veranstaltungen, in Mails und auf Tickets erscheint.',
    staffNote: 'Nur Inhaber und Verwaltung können das ändern.',
    about: 'Über die Organisation',
    name: 'Name',
    tagline: 'Leitsatz',
    taglineHint: 'Eine Zeile unter dem Namen.',
    describe: 'Beschreibung',
    describeHint: 'Wer Sie sind und was Gäste erwartet. Leerzeilen trennen Absätze.',
    website: 'Website',
    websiteRule: 'Bitte geben Sie eine Adresse an, die mit https:// oder http:// beginnt.',
    look: 'Auftritt',
    lookText:
      'Zwei Farben tragen Ihre Seiten, Mails und Tickets. Die Vorschau ändert sich beim Wählen.',
    logo: 'Adresse des Logos',
    logoHint: 'Am besten ein quadratisches Bild.',
    cover: 'Adresse des Titelbilds',
    coverHint: 'Ein breites Bild für den Kopf Ihrer Seite.',
    pictureRule:
      'Bitte geben Sie eine Adresse an, die mit https:// oder auf dieser Seite mit / beginnt.',
    pictureBroken:
      'Dieses Bild kann nicht gezeigt werden. Foyer zeigt Bilder von seinen eigenen Adressen, damit keine fremde Seite erfährt, wer Ihre besucht.',
    picturePreview: 'Vorschau',
    primary: 'Hauptfarbe',
    primaryHint: 'Kopf, Knöpfe und Links.',
    accent: 'Akzentfarbe',
    accentHint: 'Kleine Glanzpunkte im Kopf.',
    pick: 'Auswählen: {{label}}',
    colorRule: 'Bitte geben Sie eine Farbe wie #1d4ed8 an.',
    preview: 'Vorschau Ihres Seitenkopfs',
    previewTagline: 'Hier steht Ihr Leitsatz',
    previewButton: 'Tickets holen',
    contrastGood:
      'Gut lesbar: Text in Ihrer Hauptfarbe hat auf Weiß einen Kontrast von {{ratio}}:1 (nötig sind 4,5:1).',
    contrastAdjusted:
      'Auf Weiß hat Ihre Hauptfarbe einen Kontrast von {{ratio}}:1, weniger als die zum Lesen nötigen 4,5:1. Links nehmen stattdessen den dunkleren Ton {{shade}}; Knöpfe und Kopf behalten Ihre Farbe, mit Text, der darauf lesbar ist.',
    legal: 'Bedingungen und Datenschutz',
    legalText: 'Käufer finden diese Texte, bevor sie zahlen.',
    terms: 'Geschäftsbedingungen',
    privacy: 'Datenschutzerklärung',
    saved: 'Gespeichert.',
  },
  unsaved: {
    title: 'Ohne Speichern verlassen?',
    text: 'Ihre Änderungen hier sind noch nicht gespeichert.',
    leave: 'Trotzdem verlassen',
  },
};

export default de;
