const en = {
  title: 'Waiting room',
  notFound: 'There is no such event, or it is not yours.',
  staffNote: 'Owners and administrators of the organization change these settings.',
  card: { title: 'Waiting room', open: 'Open', closed: 'Closed', settings: 'Settings' },
  why: {
    always: 'It was opened by your team and stays open until you close it.',
    demand: 'It opened by itself on {{date}}, because more people came than are let in.',
    schedule: 'It is open by its schedule.',
    planned:
      'Nobody has to wait yet. It opens on {{date}}, or before that if more people come than are let in.',
    ready: 'Nobody has to wait. It opens by itself if more people come than are let in.',
    off: 'It is switched off: nobody has to wait, whatever comes.',
  },
  stock: {
    held: 'All tickets are held in checkouts. The line stands still until some come back.',
    not_yet: 'The sale has not started. People take their places; nobody is let in yet.',
    sold_out: 'Everything is sold. Nobody is let in any more, and people are told so.',
    ended: 'The sale has ended. Nobody is let in any more.',
  },
  stat: {
    waiting: 'Waiting',
    waitingDetail: '{{n}} a minute are let in',
    inside: 'Choosing now',
    insideDetail: 'let in, not ordered yet',
    ordered: 'Orders',
    orderedDetail: 'through the line',
    joined: 'Joined in all',
    joinedDetail: 'since the room began',
  },
  chart: {
    title: 'People a minute',
    collecting: 'The picture begins in a few seconds.',
    wanted_one: 'One wants to order',
    wanted_other: '{{n}} want to order',
    admitted_one: 'One is let in',
    admitted_other: '{{n}} are let in',
    note: 'As seen while this page is open.',
  },
  open: {
    action: 'Open now',
    title: 'Open the waiting room?',
    text_one:
      'From now on everybody joins the line before ordering, and one person a minute is let in. Whoever is in the checkout already goes on undisturbed.',
    text_other:
      'From now on everybody joins the line before ordering, and {{n}} people a minute are let in. Whoever is in the checkout already goes on undisturbed.',
    done: 'The waiting room is open.',
  },
  close: {
    action: 'Close the room',
    title: 'Close the waiting room?',
    text: 'Everybody who waits may order at once.',
    after: 'And afterwards?',
    auto: 'Open by itself again',
    autoHint: 'As soon as more people come than are let in.',
    off: 'Stay closed',
    offHint: 'Whatever comes, until you change it.',
    done: 'The waiting room is closed.',
  },
  form: {
    title: 'When it opens',
    text: 'When more people come than can order at once, they get a place in line, in the order they come. Nobody gains anything by reloading or by more tabs.',
    mode: 'The waiting room',
    schedule: 'Schedule',
    scheduleHint:
      'For a sale that everybody knows about: open it some minutes before the sale starts, so that people take their places in peace. Empty: only when it is needed.',
    opensAt: 'Opens',
    closesAt: 'Closes',
    pace: 'Pace',
    admitPerMinute: 'People let in per minute',
    admitPerMinuteHint:
      'How many may begin to order each minute. 3,000 suits most installations; fewer give the venue’s staff and payment provider more air.',
    admissionMinutes: 'Minutes to order',
    admissionMinutesHint:
      'How long somebody who was let in may take to choose: 2 to 60. Afterwards they join again at the end.',
    fairness: 'Fairness',
    requiresAccount: 'Only with an account',
    requiresAccountHint:
      'People sign in to join the line: one place per account. Otherwise there is one per browser.',
    proof: 'Against robots',
    saved: 'Saved.',
  },
  mode: {
    auto: 'By itself',
    autoHint: 'Opens when more people come than are let in, and closes when it is quiet.',
    always: 'Open',
    alwaysHint: 'Everybody joins the line first, from now on.',
    off: 'Off',
    offHint: 'Never. In a rush the quickest are served first.',
  },
  proof: {
    auto: 'When it is crowded',
    autoHint: 'People’s devices calculate for a moment before they join, while demand is high.',
    always: 'Always',
    alwaysHint: 'A small calculation each time, more when it is crowded.',
    off: 'Never',
    offHint: 'Nothing slows a robot down.',
  },
  errors: {
    opensMissing: 'Please say when it opens, too.',
    closesAfterOpens: 'It has to close after it opens.',
  },
  unsaved: {
    title: 'Leave without saving?',
    text: 'What you changed here is not saved yet.',
    leave: 'Leave anyway',
  },
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    'waiting-room': typeof en;
  }
}
