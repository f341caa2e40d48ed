const en = {
  verified: 'Verified organizer',
  website: 'Website',
  about: 'About {{name}}',
  upcoming: 'Coming up',
  past: 'Past events',
  pastMore: 'Show all past events',
  emptyTitle: 'Nothing is planned at the moment',
  emptyText: 'New events of {{name}} will appear here. Until then, see what others have on.',
  emptyAction: 'See what is on',
  terms: 'Terms of {{name}}',
  privacy: 'Privacy at {{name}}',
  small: 'The small print',
  metaDescription: 'Events and tickets of {{name}}.',
  notFoundTitle: 'There is no such organizer',
  notFoundText: 'The address may be mistyped, or the organizer has moved.',
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    'organization-page': typeof en;
  }
}
