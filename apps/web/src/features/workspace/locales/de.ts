import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  title: 'Veranstalten',
  nav: {
    organization: 'Organisation',
    events: 'Veranstaltungen',
    settings: 'Auftritt und Angaben',
    webhooks: 'Webhooks',
    dashboard: 'Übersicht',
    details: 'Angaben',
    waitingRoom: 'Warteraum',
    tickets: 'Tickets',
    attendees: 'Gäste',
    orders: 'Bestellungen',
    doors: 'Einlass',
  },
  home: {
    title: 'Ihre Organisationen',
    emptyTitle: 'Menschen zusammenbringen',
    emptyText:
      'Eine Organisation ist das Haus Ihrer Veranstaltungen: ihr Name, ihr Auftritt, ihr Team.',
    open: 'Öffnen',
    create: 'Neue Organisation',
    role: { owner: 'Inhaber', admin: 'Verwaltung', staff: 'Team' },
  },
  create: {
    title: 'Neue Organisation',
    name: 'Name',
    namePlaceholder: 'Jazzclub am Hafen',
    slug: 'Webadresse',
    slugHint: 'Kleinbuchstaben, Ziffern und Bindestriche. Sie bleibt, wählen Sie sie mit Bedacht.',
    submit: 'Organisation anlegen',
    verify: 'Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse über den Link in unserer Mail.',
    slugRule: 'Bitte Kleinbuchstaben, Ziffern und einzelne Bindestriche verwenden.',
  },
  event: {
    view: 'Seite ansehen',
    publish: 'Veröffentlichen',
    published: 'Die Veranstaltung ist im Verkauf.',
    unpublish: 'Aus dem Verkauf nehmen',
    unpublishText:
      'Die Seite verschwindet und nichts kann gekauft werden. Verkaufte Tickets bleiben gültig.',
    unpublished: 'Die Veranstaltung ist wieder ein Entwurf.',
    cancel: 'Veranstaltung absagen',
    cancelTitle: 'Diese Veranstaltung endgültig absagen?',
    cancelText:
      'Alle Tickets werden ungültig, alle Zahlungen werden erstattet und alle werden per E-Mail benachrichtigt. Das lässt sich nicht rückgängig machen.',
    cancelReason: 'Grund, für die Käuferinnen und Käufer',
    cancelConfirm: 'Veranstaltung absagen',
    cancelled: 'Die Veranstaltung ist abgesagt. Erstattungen und Mails sind unterwegs.',
    cancelledBecause: 'Abgesagt: {{reason}}',
    cancelledNote: 'Diese Veranstaltung ist abgesagt. Erstattungen stehen bei den Bestellungen.',
    actions: 'Weitere Aktionen',
    draftNote:
      'Nur Ihr Team sieht diese Veranstaltung. Veröffentlichen Sie sie, wenn die Tickets bereit sind.',
    notFound: 'Diese Veranstaltung gibt es nicht, oder sie gehört nicht Ihnen.',
  },
};

export default de;
