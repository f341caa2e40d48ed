const en = {
  title: 'Organize',
  nav: {
    organization: 'Organization',
    events: 'Events',
    settings: 'Look and details',
    webhooks: 'Webhooks',
    dashboard: 'Overview',
    details: 'Details',
    waitingRoom: 'Waiting room',
    tickets: 'Tickets',
    attendees: 'Attendees',
    orders: 'Orders',
    doors: 'Door',
  },
  home: {
    title: 'Your organizations',
    emptyTitle: 'Bring people together',
    emptyText: 'An organization is the house your events live in: its name, its look, its team.',
    open: 'Open',
    create: 'New organization',
    role: { owner: 'Owner', admin: 'Admin', staff: 'Staff' },
  },
  create: {
    title: 'New organization',
    name: 'Name',
    namePlaceholder: 'Harbour Jazz Club',
    slug: 'Web address',
    slugHint: 'Lower-case letters, digits and dashes. It stays, so choose it well.',
    submit: 'Create organization',
    verify: 'Please confirm your e-mail address first: open the link we mailed you.',
    slugRule: 'Use lower-case letters, digits and single dashes.',
  },
  event: {
    view: 'View page',
    publish: 'Publish',
    published: 'The event is on sale.',
    unpublish: 'Take off sale',
    unpublishText:
      'The page disappears and nothing can be bought. Tickets that are sold stay valid.',
    unpublished: 'The event is a draft again.',
    cancel: 'Cancel event',
    cancelTitle: 'Cancel this event for good?',
    cancelText:
      'All tickets become void, all payments are refunded and everybody is told by e-mail. This cannot be undone.',
    cancelReason: 'Reason, for the people who bought tickets',
    cancelConfirm: 'Cancel the event',
    cancelled: 'The event is cancelled. Refunds and mails are on their way.',
    cancelledBecause: 'Cancelled: {{reason}}',
    cancelledNote: 'This event is cancelled. Refunds are listed with the orders.',
    actions: 'More actions',
    draftNote: 'Only your team sees this event. Publish it when the tickets are ready.',
    notFound: 'There is no such event, or it is not yours.',
  },
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    workspace: typeof en;
  }
}
