import ical, { ICalCalendarMethod } from 'ical-generator';
import {
  onlineUrl,
  placeLines,
  type RegistrationDocument,
} from '../documents/registration-document.ts';

/**
 * RFC 5545, times in UTC. What goes into a calendar may be shared, so it names the event's page, never the link
 * to the ticket. How to take part in an online event stands in it: there it is needed.
 */
export function calendarFile(
  { event, registration }: RegistrationDocument,
  id: string,
  eventUrl: string,
): string {
  const calendar = ical({
    prodId: { company: 'Foyer', product: 'Foyer' },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${id}@${new URL(eventUrl).hostname}`,
    start: event.startsAt,
    end: event.endsAt,
    summary: event.title,
    description: [event.summary, onlineUrl(event)].filter(Boolean).join('\n'),
    location: placeLines(event, registration.locale).join(', '),
    url: eventUrl,
  });
  return calendar.toString();
}
