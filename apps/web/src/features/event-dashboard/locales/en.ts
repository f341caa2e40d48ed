const en = {
  live: 'Live',
  connecting: 'Connecting …',
  totals: 'In numbers',
  sold: 'Tickets sold',
  soldOf: 'of {{capacity}}',
  held: 'Held right now',
  heldDetail: 'in checkouts that are under way',
  revenue: 'Revenue',
  refunded: '{{amount}} refunded',
  checkedIn: 'Checked in',
  checkedInOf: '{{percent}} of sold tickets',
  orders: '{{count}} orders',
  byType: 'By ticket type',
  type: 'Ticket type',
  price: 'Price',
  left: 'Left',
  unlimited: 'no limit',
  noTypes: 'There is nothing to sell yet',
  noTypesText: 'Add ticket types, then publish the event.',
  addTickets: 'Set up tickets',
  salesChart: 'Sales per day',
  salesChartText: 'Tickets sold on each of the last {{count}} days with sales, {{total}} in all.',
  checkInChart: 'Admissions',
  checkInChartText:
    'People let in during each of the last {{count}} quarters of an hour with any, {{total}} in all.',
  tickets: 'Tickets',
  day: 'Day',
  time: 'Time',
  showTable: 'Show as table',
  noSales: 'The first sale will appear here.',
  recent: 'Latest orders',
  allOrders: 'All orders',
  noOrders: 'No orders yet.',
  guest: 'Checkout under way',
  unfinished: 'Unfinished checkout',
  announced: '{{sold}} tickets sold, {{checkedIn}} checked in',
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    'event-dashboard': typeof en;
  }
}
