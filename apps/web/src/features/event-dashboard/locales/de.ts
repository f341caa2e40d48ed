import type { Translation } from '@/lib/i18n/types';
import type en from './en';

const de: Translation<typeof en> = {
  live: 'Live',
  connecting: 'Verbinde …',
  totals: 'In Zahlen',
  sold: 'Verkaufte Tickets',
  soldOf: 'von {{capacity}}',
  held: 'Gerade reserviert',
  heldDetail: 'in laufenden Bestellungen',
  revenue: 'Umsatz',
  refunded: '{{amount}} erstattet',
  checkedIn: 'Eingelassen',
  checkedInOf: '{{percent}} der verkauften Tickets',
  orders: '{{count}} Bestellungen',
  byType: 'Nach Ticketart',
  type: 'Ticketart',
  price: 'Preis',
  left: 'Übrig',
  unlimited: 'ohne Grenze',
  noTypes: 'Es gibt noch nichts zu kaufen',
  noTypesText: 'Legen Sie Ticketarten an und veröffentlichen Sie dann die Veranstaltung.',
  addTickets: 'Tickets einrichten',
  salesChart: 'Verkäufe pro Tag',
  salesChartText:
    'Verkaufte Tickets an den letzten {{count}} Tagen mit Verkäufen, zusammen {{total}}.',
  checkInChart: 'Einlass',
  checkInChartText:
    'Eingelassene in den letzten {{count}} Viertelstunden mit Einlass, zusammen {{total}}.',
  tickets: 'Tickets',
  day: 'Tag',
  time: 'Zeit',
  showTable: 'Als Tabelle zeigen',
  noSales: 'Der erste Verkauf erscheint hier.',
  recent: 'Neueste Bestellungen',
  allOrders: 'Alle Bestellungen',
  noOrders: 'Noch keine Bestellungen.',
  guest: 'Bestellung läuft',
  unfinished: 'Abgebrochene Bestellung',
  announced: '{{sold}} Tickets verkauft, {{checkedIn}} eingelassen',
};

export default de;
