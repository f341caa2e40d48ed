const en = {
  title: 'My tickets',
  upcoming: 'Coming up',
  past: 'Past and ended',
  tickets_one: '{{count}} ticket',
  tickets_other: '{{count}} tickets',
  emptyTitle: 'No tickets yet',
  emptyText: 'What you buy with this account, or with its e-mail address, appears here.',
  discover: 'See what is on',
  nothingComing: 'Nothing is coming up.',
  showMore: 'Show older tickets',
  signedOutTitle: 'Two ways to your tickets',
  signedOutText:
    'Sign in to see everything at once, or have the links mailed to you. No account is needed for that.',
  signIn: 'Sign in',
  find: 'Mail me my links',
  findTitle: 'Find my tickets',
  findText:
    'Tell us the address you bought with. If there are upcoming tickets, we mail their links there.',
  email: 'E-mail address',
  send: 'Send the links',
  sentTitle: 'Look into your inbox',
  sentText: 'If there are tickets for {{email}}, their links are on the way. It can take a minute.',
  sentHint: 'Nothing there? Look into the spam folder, or try the address you paid with.',
  another: 'Try another address',
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    'my-tickets': typeof en;
  }
}
