/** Where the public part leads, in header and drawer. */
export const siteLinks = [
  { href: '/', key: 'nav.discover' },
  { href: '/find-tickets', key: 'nav.findTickets' },
  { href: '/organize', key: 'nav.organize' },
] as const;
