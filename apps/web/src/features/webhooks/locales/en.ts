const en = {
  title: 'Webhooks',
  description:
    'Tell your own systems what happens: your CRM of each order, your newsletter of a new event, your screen in the foyer of who just came in.',
  notFound: 'There is no such organization, or it is not yours.',
  endpointNotFound: 'There is no such endpoint, or it is not yours.',
  staffNote: 'Only admins and owners see where this organization’s data is sent.',
  add: 'Add an endpoint',
  emptyTitle: 'Nobody is told yet',
  emptyText:
    'An endpoint is an address of yours that takes a signed POST request whenever something happens that you chose.',
  topicCount_one: '{{count}} kind of news',
  topicCount_other: '{{count}} kinds of news',
  state: {
    working: 'Working',
    failing: 'Failing',
    off: 'Switched off',
  },
  failingNote:
    'Nothing has arrived here since {{time}}. It is tried again by itself, less and less often; after five days the endpoint is switched off.',
  pausedNote: 'Nothing is sent before {{time}}: the endpoint asked for that.',
  offNote: {
    staff: 'This endpoint is switched off. What happens meanwhile is not told later.',
    gone: 'The endpoint answered that it is gone (410), so it was switched off.',
    failing: 'Nothing arrived for five days, so the endpoint was switched off.',
  },
  form: {
    newTitle: 'New endpoint',
    editTitle: 'Change the endpoint',
    name: 'Name',
    nameHint: 'For you: "CRM", "Foyer screen".',
    url: 'Address',
    urlHint: 'It must answer with a status of 200 to 299 within ten seconds.',
    urlRule: 'Enter an address that begins with https://, without a sign-in and without a #.',
    topics: 'What it is told',
    topicsRule: 'Choose at least one.',
    create: 'Create endpoint',
    saved: 'The endpoint is changed.',
  },
  topic: {
    registration_confirmed: 'An order is confirmed',
    registration_cancelled: 'A confirmed order is cancelled',
    event_published: 'An event goes on sale',
    event_unpublished: 'An event is taken off sale',
    event_cancelled: 'An event is cancelled',
    ticket_checked_in: 'A guest is admitted',
    ticket_check_in_undone: 'An admission is taken back',
    ticket_cancelled: 'A ticket is cancelled',
    ticket_transferred: 'A ticket is given to somebody else',
    endpoint_tested: 'A test',
  },
  secret: {
    title: 'The signing secret',
    text: 'With it your system sees that a request comes from here. It is shown this once: keep it where you keep passwords.',
    label: 'Signing secret',
    docs: 'Requests follow Standard Webhooks; there is a library for most languages.',
    done: 'I have kept it',
    exchange: 'New signing secret',
    exchangeTitle: 'Make a new signing secret?',
    exchangeText:
      'For a day requests are signed with both, so that nothing is refused while you exchange it.',
  },
  actions: {
    edit: 'Change',
    test: 'Send a test',
    tested: 'A test is on its way.',
    more: 'More actions',
    switchOff: 'Switch off',
    switchOffTitle: 'Switch {{name}} off?',
    switchOffText:
      'What it was still to be told is dropped, and what happens meanwhile is not told later.',
    switchOn: 'Switch on',
    switchedOn: '{{name}} is told again, from now on.',
    remove: 'Remove',
    removeTitle: 'Remove {{name}}?',
    removeText: 'Its secret and the list of what it was told are gone for good.',
    removed: '{{name}} is removed.',
  },
  deliveries: {
    title: 'What it was told',
    text: 'Of the last 30 days. Each has an id that stays the same when it is sent again.',
    emptyTitle: 'Nothing yet',
    emptyText: 'Send a test, and see whether it arrives.',
    topic: 'News',
    when: 'When',
    attempts: 'Attempts',
    status: 'Outcome',
    again: 'Send again',
    againQueued: 'It is sent again.',
    id: 'Id {{id}}',
    next: 'next at {{time}}',
  },
  status: {
    pending: 'Under way',
    retrying: 'To be tried again',
    delivered: 'Arrived',
    failed: 'Given up',
  },
  failure: {
    answer: 'answered {{status}}',
    redirect: 'answered {{status}}: redirects are not followed',
    timeout: 'no answer within ten seconds',
    connection: 'no connection',
    certificate: 'no valid certificate',
    private_address: 'not an address on the public internet',
    unknown_host: 'nobody has this name',
    disabled: 'the endpoint was switched off',
  },
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    webhooks: typeof en;
  }
}
