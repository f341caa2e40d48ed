const en = {
  metaTitle: 'Checkout',
  steps: { tickets: 'Tickets', attendees: 'Your details', payment: 'Payment', done: 'Done' },
  title: 'Who is coming?',
  lead: 'One name for each ticket. No account needed.',
  buyer: 'Your details',
  buyerText: 'We send the tickets to this address.',
  signedInAs: 'Signed in as {{name}}: these tickets will be in your account.',
  signInInstead: 'Have an account? Sign in',
  name: 'Name',
  email: 'E-mail address',
  ticket: '{{type}}',
  ticketNumber: 'Ticket {{number}} of {{count}}',
  attendeeName: 'Name of the guest',
  attendeeEmail: 'Their e-mail address',
  copyMine: 'Use my details',
  pay: 'Pay {{amount}}',
  confirmFree: 'Get my tickets',
  toPayment: 'You pay on the secure page of our payment provider and come back here.',
  terms: 'Terms of {{name}}',
  termsNote: 'With your order you accept the terms of {{name}}.',
  privacy: 'Privacy',
  summary: 'Your order',
  total: 'Total',
  release: 'Give the tickets back',
  releaseTitle: 'Give these tickets back?',
  releaseText: 'They go back on sale at once and somebody else can buy them.',
  released: 'Your tickets are back on sale.',
  expiredTitle: 'Your time is over',
  expiredText:
    'Tickets are held for {{minutes}} minutes so that everybody has a fair chance. Yours went back on sale; nothing was charged.',
  refundedText:
    'Your payment arrived after the time was over, and the tickets had gone. You get the full amount back without doing anything.',
  takeAgain: 'Take the same tickets again',
  notEnoughLeft: 'There are not enough of these tickets left. Choose anew to see what can be had.',
  crowded:
    'Many people are ordering at the moment. We send the same request until it is answered; nothing is held twice.',
  stopWaiting: 'Stop waiting',
  chooseAgain: 'Choose anew',
  cancelledTitle: 'You gave these tickets back',
  cancelledText: 'They are on sale again. Nothing was charged.',
  calledOffTitle: 'This event was called off',
  calledOffText:
    'Your tickets are not held any more. If you have paid, you get the full amount back without doing anything.',
  toEvent: 'To the event',
  waitingTitle: 'We are waiting for your payment',
  waitingText:
    'This takes a few seconds. The page moves on by itself; you may also close it, your tickets come by mail.',
  waitingLongTitle: 'This takes longer than usual',
  waitingLongText:
    'Your bank has not answered yet. You need not pay again: as soon as the payment arrives we mail your tickets to {{email}}. If it does not, nothing is charged.',
  overText: 'We ask the payment service whether you have paid. This takes a few seconds.',
  overLongText:
    'Your tickets are not held any more, and the payment service has not said yet whether you paid. You need not pay again: if your payment arrives, we mail your tickets to {{email}}, or you get the full amount back where they are gone.',
  backToOrder: 'Back to the order',
  declinedTitle: 'The payment did not go through',
  stillHeld: 'Your tickets are still held for you.',
  failure: {
    card_declined: 'The bank declined the card. Try another card, or ask your bank.',
    insufficient_funds: 'There is not enough money on this card. Try another one.',
    authentication_failed: 'The bank could not confirm that it was you. Try again.',
    expired_card: 'This card has expired. Try another one.',
    incorrect_details: 'Some details of the card were not right. Please check them.',
    processing_error: 'The bank had a technical problem. Please try again.',
  },
  paymentCancelled:
    'You left the payment page. Your tickets are still held; you can pay when you are ready.',
  paymentUnavailable:
    'The payment service does not answer at the moment. Your tickets stay held; please try again.',
  limitPerPerson_one:
    'Everybody may have one ticket to this event, and this e-mail address has it already. Use another address or give these tickets back.',
  limitPerPerson_other:
    'Everybody may have at most {{count}} tickets to this event, and with this e-mail address it would be more. Use another address or take fewer tickets.',
  notFoundTitle: 'This order cannot be shown',
  notFoundText: 'The link may be incomplete, or it was opened on another device.',
  discover: 'See what is on',
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    checkout: typeof en;
  }
}
