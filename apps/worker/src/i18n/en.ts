/** Every text that leaves the worker. `{{…}}` is filled in; plurals end in _one and _other. */
const en = {
  pdf: {
    title_one: 'Ticket',
    title_other: 'Tickets',
    position: 'Ticket {{number}} of {{count}}',
    when: 'WHEN',
    where: 'WHERE',
    online: 'Online',
    attendee: 'ADMITS',
    ticketType: 'TICKET',
    free: 'Free',
    code: 'CODE',
    foldHere: 'Fold here',
    qrAlt: 'QR code of ticket {{code}}',
    entryTitle: 'Getting in',
    entryShow: 'Show the square code at the entrance, on your phone or on paper.',
    entryOnce:
      'It admits one person, once: whoever shows it first gets in, so keep it to yourself.',
    entryCode: 'If it cannot be read, the staff can type the code or look up your name.',
    onlineTitle: 'Join online',
    order: 'Order',
    orderNumber: 'Confirmation {{number}}',
    orderLine: 'Confirmation {{number}}, booked by {{buyer}}',
    contact: 'Questions: {{email}}',
    terms: 'Sold by {{organization}}, whose terms and conditions apply.',
  },
  mail: {
    greeting: 'Hello {{name}},',
    greetingPlain: 'Hello,',
    when: 'When',
    where: 'Where',
    online: 'Online',
    order: 'Your order',
    confirmationNumber: 'Confirmation number',
    total: 'Total',
    free: 'Free',
    questions: 'Questions about the event? Write to {{email}}.',
    sentBy: 'You get this message because of your registration with {{organization}}.',
    sentByFoyer: 'You get this message because this address was entered at {{site}}.',
    linkFallback: 'If the button does not work, open this address:',
  },
  confirmation: {
    subject_one: 'Your ticket for {{title}}',
    subject_other: 'Your {{count}} tickets for {{title}}',
    preheader: '{{date}} {{time}}',
    heading: 'You are going to {{title}}',
    intro_one: 'Your ticket is attached as a PDF. Print it or keep it on your phone.',
    intro_other:
      'Your {{count}} tickets are attached as a PDF, one page each. Print them or keep them on your phone.',
    showTickets_one: 'Show ticket',
    showTickets_other: 'Show tickets',
    addToCalendar: 'Add to calendar:',
    calendarFile: 'Calendar file',
    keepLink:
      'The link opens your tickets without a password, so share it only with people who come along.',
    fileName: 'tickets-{{number}}.pdf',
  },
  latePayment: {
    subject: 'Your payment for {{title}} is being refunded',
    heading: 'Your payment is on its way back',
    paid_after_expiry:
      'Your payment for {{title}} arrived after your reservation had ended, and the tickets were gone by then.',
    paid_twice: 'Your payment for {{title}} arrived twice. Your tickets stay valid.',
    amount_mismatch:
      'Your payment for {{title}} was not the amount of your order, so no tickets could be issued.',
    refund:
      'We refund {{amount}} in full, to the card or account you paid with. It usually arrives within 5 to 10 working days; you need not do anything.',
    tryAgain: 'See whether there are tickets',
    sorry: 'We are sorry for the trouble.',
  },
  endpointOff: {
    subject: 'Webhook switched off: {{name}}',
    heading: 'One of your systems is told nothing any more',
    gone: 'It answered that it is gone (410), so we stopped.',
    failing: 'Nothing that we sent it arrived for five days, so we stopped.',
    consequence:
      'What happens meanwhile is not told later. Once it answers again, switch it on, and send again what it missed.',
    endpoint: 'Endpoint',
    organization: 'Organization',
    button: 'See the endpoint',
  },
  ticketTransferred: {
    ticket: 'Ticket',
    received: {
      subject: 'A ticket for {{title}} is yours',
      heading: 'You are going to {{title}}',
      intro:
        'The ticket of {{former}} was given to you. It is attached as a PDF, with a code that is new and only yours.',
      keep: 'This mail is the only place where your ticket is: keep it, print it, or save the PDF on your phone. Whoever shows its code first gets in.',
      reason: 'You receive this message because you were given a ticket of {{organization}}.',
    },
    given: {
      subject: 'A ticket for {{title}} was given to somebody else',
      heading: 'A ticket was given to somebody else',
      byBuyer: 'The ticket of {{former}} belongs to {{name}} now, as wished by whoever ordered it.',
      byOrganizer: '{{organization}} has given the ticket of {{former}} to {{name}}.',
      oldCode:
        'Its old code {{code}}, the QR code and the PDF do not admit any more. The new ticket was mailed to its holder.',
      showOrder: 'Show the order',
      notYou:
        'If this surprises you, please write to the organizer: they can give the ticket back.',
      reason: 'You receive this message because of your registration with {{organization}}.',
    },
  },
  eventCancelled: {
    subject: 'Cancelled: {{title}}',
    heading: '{{title}} is cancelled',
    intro: '{{organization}} had to cancel the event. Your tickets are no longer valid.',
    reason: 'The organizer writes:',
    refund:
      'What you paid goes back in full to the card or account you paid with: {{amount}}. It usually arrives within 5 to 10 working days; you need not do anything.',
  },
  ticketLinks: {
    subject: 'Your tickets',
    heading: 'Your tickets',
    intro_one: 'Here is the registration we found for this address.',
    intro_other: 'Here are the registrations we found for this address.',
    none: 'We found no upcoming registration for this address. Perhaps you used another one?',
    tickets_one: '{{count}} ticket',
    tickets_other: '{{count}} tickets',
    open: 'Show tickets',
    notYou: 'If you did not ask for this, you can ignore it: nobody but you got these links.',
  },
  verification: {
    subject: 'Confirm your e-mail address',
    heading: 'Confirm your e-mail address',
    intro: 'One step left: confirm that this address is yours, then you can sign in.',
    button: 'Confirm address',
    expires: 'The link works for 24 hours.',
    notYou: 'If you did not create an account, ignore this message: nothing happens.',
  },
  passwordReset: {
    subject: 'Choose a new password',
    heading: 'Choose a new password',
    intro: 'Somebody, probably you, asked to set a new password for your account.',
    button: 'Choose a new password',
    expires: 'The link works for one hour, and once.',
    notYou: 'If it was not you, ignore this message: your password stays as it is.',
  },
  accountExists: {
    subject: 'You already have an account',
    heading: 'You already have an account',
    intro:
      'Somebody, probably you, tried to sign up with this address. It has an account already, so nothing was changed.',
    button: 'Sign in',
    forgotten: 'Forgot your password?',
    reset: 'Choose a new one',
    notYou: 'If it was not you, ignore this message.',
  },
};

export default en;
