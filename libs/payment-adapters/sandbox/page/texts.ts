import type { CardForm, CardFormProblem, quickFill } from '../cards.ts';

/** All words of the hosted page. English is complete by type, German too. */
export type Texts = {
  language: string;
  testBanner: string;
  pay: (amount: string) => string;
  paying: string;
  payTo: string;
  cardDetails: string;
  fields: Record<keyof CardForm, string>;
  hints: { expiry: string; cvc: string; name: string };
  problems: Record<CardFormProblem, string>;
  summaryTitle: string;
  declinedTitle: string;
  declined: Record<string, string>;
  declinedAgain: string;
  quickFillTitle: string;
  quickFillHint: string;
  quickFill: Record<(typeof quickFill)[number]['name'], string>;
  receiptTo: string;
  neverReal: string;
  cancel: (merchant: string) => string;
  challengeTitle: string;
  challengeText: (amount: string, merchant: string) => string;
  challengeComplete: string;
  challengeFail: string;
  challengeBack: string;
  testBank: string;
  expiredTitle: string;
  expiredText: string;
  paidTitle: string;
  paidText: string;
  unknownTitle: string;
  unknownText: string;
  goOn: string;
};

const en: Texts = {
  language: 'en',
  testBanner: 'Test gateway — no real money',
  pay: (amount) => `Pay ${amount}`,
  paying: 'Paying…',
  payTo: 'Pay',
  cardDetails: 'Pay by card',
  fields: {
    number: 'Card number',
    expiry: 'Expiry date',
    cvc: 'Security code',
    name: 'Name on card',
  },
  hints: { expiry: 'MM / YY', cvc: 'CVC', name: 'Full name' },
  problems: {
    number_missing: 'Enter the card number.',
    number_invalid: 'This card number is not valid. Check it for a typing mistake.',
    expiry_missing: 'Enter the expiry date.',
    expiry_invalid: 'Enter the expiry date as month and year, such as 08 / 30.',
    expiry_past: 'This card has expired. Use another one.',
    cvc_missing: 'Enter the security code.',
    cvc_invalid: 'The security code has 3 digits, with American Express 4.',
    name_missing: 'Enter the name on the card.',
  },
  summaryTitle: 'Please check your entries',
  declinedTitle: 'The payment did not go through',
  declined: {
    card_declined: 'Your card was declined.',
    insufficient_funds: 'Your card has insufficient funds.',
    expired_card: 'Your card has expired.',
    incorrect_cvc: 'The security code of your card is wrong.',
    processing_error: 'Your bank could not process the payment just now.',
    payment_intent_authentication_failure: 'Your bank could not confirm that it was you.',
    test_mode_live_card: 'This is not a test card. Never enter a real card here.',
  },
  declinedAgain: 'Nothing was charged. Try again or use another card.',
  quickFillTitle: 'Test cards',
  quickFillHint: 'Choose one to fill in the form.',
  quickFill: {
    success: 'Succeeds',
    declined: 'Is declined',
    authentication: 'Asks to authenticate',
    insufficient_funds: 'Has insufficient funds',
  },
  receiptTo: 'E-mail',
  neverReal: 'Never enter a real card here: this page belongs to a test installation.',
  cancel: (merchant) => `Back to ${merchant} without paying`,
  challengeTitle: 'Is it you who is paying?',
  challengeText: (amount, merchant) => `${merchant} wants to charge ${amount} to your card.`,
  challengeComplete: 'Yes, confirm the payment',
  challengeFail: 'No, refuse the payment',
  challengeBack: 'Back to the payment page',
  testBank: 'Test bank',
  expiredTitle: 'This payment page has expired',
  expiredText: 'No money was taken. Go back and start again to get a new page.',
  paidTitle: 'This is already paid',
  paidText: 'The payment went through. You do not have to do anything more.',
  unknownTitle: 'There is no payment page here',
  unknownText: 'Check that the address is complete, or go back to where you came from.',
  goOn: 'Go on',
};

const de: Texts = {
  language: 'de',
  testBanner: 'Testkasse — kein echtes Geld',
  pay: (amount) => `${amount} bezahlen`,
  paying: 'Wird bezahlt…',
  payTo: 'Zahlung an',
  cardDetails: 'Mit Karte bezahlen',
  fields: {
    number: 'Kartennummer',
    expiry: 'Gültig bis',
    cvc: 'Prüfnummer',
    name: 'Name auf der Karte',
  },
  hints: { expiry: 'MM / JJ', cvc: 'CVC', name: 'Vor- und Nachname' },
  problems: {
    number_missing: 'Geben Sie die Kartennummer ein.',
    number_invalid: 'Diese Kartennummer ist ungültig. Prüfen Sie sie auf Tippfehler.',
    expiry_missing: 'Geben Sie das Ablaufdatum ein.',
    expiry_invalid: 'Geben Sie das Ablaufdatum als Monat und Jahr ein, etwa 08 / 30.',
    expiry_past: 'Diese Karte ist abgelaufen. Nehmen Sie eine andere.',
    cvc_missing: 'Geben Sie die Prüfnummer ein.',
    cvc_invalid: 'Die Prüfnummer hat 3 Ziffern, bei American Express 4.',
    name_missing: 'Geben Sie den Namen auf der Karte ein.',
  },
  summaryTitle: 'Bitte prüfen Sie Ihre Angaben',
  declinedTitle: 'Die Zahlung hat nicht geklappt',
  declined: {
    card_declined: 'Ihre Karte wurde abgelehnt.',
    insufficient_funds: 'Ihre Karte ist nicht ausreichend gedeckt.',
    expired_card: 'Ihre Karte ist abgelaufen.',
    incorrect_cvc: 'Die Prüfnummer Ihrer Karte stimmt nicht.',
    processing_error: 'Ihre Bank konnte die Zahlung gerade nicht bearbeiten.',
    payment_intent_authentication_failure: 'Ihre Bank konnte nicht bestätigen, dass Sie es sind.',
    test_mode_live_card: 'Das ist keine Testkarte. Geben Sie hier nie eine echte Karte ein.',
  },
  declinedAgain:
    'Es wurde nichts abgebucht. Versuchen Sie es noch einmal oder mit einer anderen Karte.',
  quickFillTitle: 'Testkarten',
  quickFillHint: 'Wählen Sie eine, um das Formular zu füllen.',
  quickFill: {
    success: 'Gelingt',
    declined: 'Wird abgelehnt',
    authentication: 'Verlangt eine Bestätigung',
    insufficient_funds: 'Ist nicht gedeckt',
  },
  receiptTo: 'E-Mail',
  neverReal:
    'Geben Sie hier nie eine echte Karte ein: Diese Seite gehört zu einer Testinstallation.',
  cancel: (merchant) => `Ohne Zahlung zurück zu ${merchant}`,
  challengeTitle: 'Sind Sie es, der bezahlt?',
  challengeText: (amount, merchant) => `${merchant} möchte Ihre Karte mit ${amount} belasten.`,
  challengeComplete: 'Ja, Zahlung bestätigen',
  challengeFail: 'Nein, Zahlung ablehnen',
  challengeBack: 'Zurück zur Zahlungsseite',
  testBank: 'Testbank',
  expiredTitle: 'Diese Zahlungsseite ist abgelaufen',
  expiredText: 'Es wurde nichts abgebucht. Gehen Sie zurück und beginnen Sie neu.',
  paidTitle: 'Das ist schon bezahlt',
  paidText: 'Die Zahlung ist angekommen. Sie müssen nichts mehr tun.',
  unknownTitle: 'Hier ist keine Zahlungsseite',
  unknownText: 'Prüfen Sie, ob die Adresse vollständig ist, oder gehen Sie zurück.',
  goOn: 'Weiter',
};

/** `auto` and unknown languages: what the browser asks for, else English. */
export function textsFor(locale: string | null, acceptLanguage: string | undefined): Texts {
  const wanted = locale && locale !== 'auto' ? locale : (acceptLanguage ?? '');
  return wanted.trim().toLowerCase().startsWith('de') ? de : en;
}
