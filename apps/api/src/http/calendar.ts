import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

export type CalendarEntry = {
  id: string;
  status: string;
  confirmationNumber: string;
  eventSlug: string;
  isEventCancelled: boolean;
  title: string;
  summary: string;
  startsAt: Date;
  endsAt: Date;
  location: Record<string, unknown>;
  /** Where it takes place online, for those who may come. */
  onlineUrl: string | null;
  contactEmail: string | null;
  createdAt: Date;
  updatedAt: Date;
  organizationName: string;
};

/**
 * RFC 5545, times in UTC: calendars show them in their owner's zone, and no zone definition can be
 * wrong. The same entry keeps its UID and counts up, so a second download replaces the first. The
 * link carries no token: calendars are shared and synchronized.
 */
export function calendarOf(entry: CalendarEntry, publicWebUrl: string): string {
  const { location } = entry;
  const text = (key: string) => (typeof location[key] === 'string' ? String(location[key]) : '');
  const place = ['venue', 'room', 'address', 'city', 'country'].map(text).filter(Boolean);
  const { latitude, longitude } = location;
  const link = `${publicWebUrl}/registrations/${entry.id}`;
  const isOff = entry.isEventCancelled || entry.status === 'cancelled';

  const calendar = ical({
    prodId: { company: 'Foyer', product: 'Foyer' },
    method: ICalCalendarMethod.PUBLISH,
  });
  const event = calendar.createEvent({
    id: `${entry.id}@${new URL(publicWebUrl).hostname}`,
    sequence: Math.max(0, Math.floor((+entry.updatedAt - +entry.createdAt) / 1000)),
    stamp: entry.updatedAt,
    start: entry.startsAt,
    end: entry.endsAt,
    summary: entry.title,
    description: [entry.summary, entry.confirmationNumber, entry.onlineUrl, link]
      .filter(Boolean)
      .join('\n'),
    url: link,
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  if (entry.contactEmail)
    event.organizer({ name: entry.organizationName, email: entry.contactEmail });
  const title = place.join(', ') || entry.onlineUrl;
  if (title)
    event.location(
      typeof latitude === 'number' && typeof longitude === 'number'
        ? { title, geo: { lat: latitude, lon: longitude } }
        : { title },
    );
  return calendar.toString();
}
