import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  fields: {
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    newPassword: 'Neues Passwort',
    name: 'Ihr Name',
    nameHint: 'So, wie er auf Ihren Tickets stehen soll.',
    passwordHint: 'Mindestens 10 Zeichen. Einige zufällige Wörter sind ein gutes Passwort.',
    passwordTooCommon:
      'Dieses Passwort wird als eines der ersten erraten. Bitte ein anderes wählen.',
  },
  signIn: {
    title: 'Anmelden',
    lead: 'Für Ihre Tickets und für Ihre Veranstaltungen.',
    action: 'Anmelden',
    forgot: 'Passwort vergessen?',
    newHere: 'Neu hier?',
    createAccount: 'Konto erstellen',
    guestTitle: 'Ohne Konto gekauft?',
    guestText: 'Sie brauchen keins. Wir schicken den Link zu Ihren Tickets noch einmal.',
    notVerified:
      'Ihre E-Mail-Adresse ist noch nicht bestätigt. Bitte öffnen Sie den Link in unserer Mail. Einen neuen bekommen Sie, wenn Sie das Konto noch einmal erstellen.',
  },
  signUp: {
    title: 'Konto erstellen',
    lead: 'Ein Konto, um Tickets zu kaufen und zu verkaufen.',
    action: 'Konto erstellen',
    haveOne: 'Schon ein Konto?',
    sentTitle: 'Bitte sehen Sie in Ihre Post',
    sentText:
      'Wir haben eine Nachricht an {{email}} geschickt. Mit dem Link darin bestätigen Sie die Adresse; er gilt 24 Stunden.',
    sentHint:
      'Nach einigen Minuten nichts da? Sehen Sie im Spam-Ordner nach oder prüfen Sie die Adresse.',
    otherAddress: 'Andere Adresse verwenden',
  },
  verify: {
    title: 'E-Mail-Adresse bestätigen',
    working: 'Ihre Adresse wird bestätigt …',
    doneTitle: 'Adresse bestätigt',
    doneText: 'Vielen Dank. Sie können sich jetzt anmelden.',
    failedTitle: 'Dieser Link funktioniert nicht',
    failedText:
      'Vielleicht wurde er schon benutzt: Dann können Sie sich einfach anmelden. Oder er ist älter als 24 Stunden: Dann erstellen Sie das Konto noch einmal und bekommen einen neuen.',
    missing:
      'Die Adresse dieser Seite ist nicht vollständig. Bitte den ganzen Link aus der Mail öffnen.',
  },
  forgot: {
    title: 'Passwort vergessen?',
    lead: 'Nennen Sie uns Ihre E-Mail-Adresse, und wir schicken einen Link für ein neues.',
    action: 'Link schicken',
    sentTitle: 'Bitte sehen Sie in Ihre Post',
    sentText: 'Wenn es zu {{email}} ein Konto gibt, ist eine Nachricht mit einem Link unterwegs.',
    back: 'Zurück zur Anmeldung',
  },
  reset: {
    title: 'Neues Passwort wählen',
    lead: 'Überall sonst werden Sie abgemeldet.',
    action: 'Passwort speichern',
    doneTitle: 'Passwort gespeichert',
    doneText: 'Melden Sie sich mit Ihrem neuen Passwort an.',
    invalidTitle: 'Dieser Link funktioniert nicht mehr',
    invalidText: 'Links für ein neues Passwort gelten einmal und eine Stunde lang.',
    again: 'Neuen Link anfordern',
  },
  account: {
    title: 'Konto',
    lead: 'Was wir über Sie wissen und wie Sie sich anmelden.',
    profile: 'Profil',
    name: 'Name',
    email: 'E-Mail-Adresse',
    language: 'Sprache unserer Mails',
    verified: 'Bestätigt',
    unverified: 'Nicht bestätigt',
    password: 'Passwort',
    passwordText: 'Wir schicken Ihnen einen Link, mit dem Sie ein neues wählen.',
    passwordAction: 'Passwort ändern',
    passwordSent: 'Wir haben einen Link an {{email}} geschickt.',
    signOutTitle: 'Dieses Gerät',
    signOutText: 'Hier abmelden. Andere Geräte bleiben angemeldet.',
    saved: 'Gespeichert',
    yours: 'Ihres',
    ticketsText: 'Alles, was Sie mit dieser Adresse gekauft haben.',
    organizeText: 'Ihre Veranstaltungen, Verkäufe und Einlässe.',
  },
};

export default de;
