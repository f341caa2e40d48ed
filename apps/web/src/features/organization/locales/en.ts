const en = {
  events: {
    title: 'Events',
    create: 'New event',
    staffNote:
      'You are part of the team. Owners and administrators of the organization create and change events.',
    tabs: 'Events by time',
    upcoming: 'Upcoming and drafts',
    past: 'Past',
    publicPage: 'Public page',
    sold: '{{sold}} of {{capacity}} sold',
    soldAndHeld: '{{sold}} of {{capacity}} sold, {{held}} on hold',
    soldLabel: 'Sold: {{title}}',
    noCapacity: 'No overall capacity',
    unlisted: 'Private link only',
    public: 'Public',
    emptyTitle: 'The stage is yours',
    emptyText:
      'Create your first event: say what it is, when and where, set up the tickets, and publish it when you are ready. Until then only your team sees it.',
    emptyAction: 'Create the first event',
    emptyStaffTitle: 'No events yet',
    emptyStaffText: 'As soon as an administrator creates an event, you find it here.',
    noUpcomingTitle: 'Nothing planned',
    noUpcomingText: 'All events of this organization are over.',
    noPastTitle: 'Nothing over yet',
    noPastText: 'Events move here when they have ended.',
  },
  notFound: 'There is no such organization, or it is not yours.',
  settings: {
    title: 'Look and details',
    description:
      'How {{name}} appears on its public page, on event pages, in mails and on tickets.',
    staffNote: 'Only owners and administrators can change this.',
    about: 'About',
    name: 'Name',
    tagline: 'Tagline',
    taglineHint: 'One line below the name.',
    describe: 'Description',
    describeHint: 'Who you are and what people can expect. Blank lines make paragraphs.',
    website: 'Website',
    websiteRule: 'Please enter a web address that starts with https:// or http://.',
    look: 'Look',
    lookText: 'Two colours carry your pages, mails and tickets. The preview changes as you choose.',
    logo: 'Logo address',
    logoHint: 'A square picture works best.',
    cover: 'Cover picture address',
    coverHint: 'A wide picture for the top of your page.',
    pictureRule: 'Please enter an address that starts with https:// or with / on this site.',
    pictureBroken:
      'This picture cannot be shown. Foyer shows pictures that lie on its own addresses, so that no other site learns who visits yours.',
    picturePreview: 'Preview',
    primary: 'Main colour',
    primaryHint: 'Headers, buttons and links.',
    accent: 'Accent colour',
    accentHint: 'Small highlights on the header.',
    pick: 'Pick: {{label}}',
    colorRule: 'Please enter a colour like #1d4ed8.',
    preview: 'Preview of your header',
    previewTagline: 'Your tagline stands here',
    previewButton: 'Get tickets',
    contrastGood:
      'Easy to read: text in your main colour has a contrast of {{ratio}}:1 on white (4.5:1 is needed).',
    contrastAdjusted:
      'On white your main colour has a contrast of {{ratio}}:1, less than the 4.5:1 people need to read. Links use the darker shade {{shade}} instead; buttons and the header keep your colour, with text that can be read on it.',
    legal: 'Terms and privacy',
    legalText: 'Buyers find these texts before they pay.',
    terms: 'Terms of service',
    privacy: 'Privacy policy',
    saved: 'Saved.',
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
    organization: typeof en;
  }
}
