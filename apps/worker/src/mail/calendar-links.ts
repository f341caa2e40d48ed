import { placeLines, type RegistrationDocument } from '../documents/registration-document.ts';

/** `20261114T183000Z` */
function compact(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/**
 * Web calendars take an event by address; everything else takes the .ics file. What goes into a
 * calendar may be shared with others, so it names the event's page, never the link to the tickets.
 */
export function calendarLinks(
  { event, registration }: RegistrationDocument,
  eventUrl: string,
): { google: string; outlook: string } {
  const location = placeLines(event, registration.locale).join(', ');
  const google = new URL('https://calendar.google.com/calendar/render');
  google.search = new URLSearchParams({
    action: 'TEMPLATE',
    text: event.title,
    dates: `${compact(event.startsAt)}/${compact(event.endsAt)}`,
    ctz: event.timezone,
    location,
    details: eventUrl,
  }).toString();
  const outlook = new URL('https://outlook.live.com/calendar/0/deeplink/compose');
  outlook.search = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: event.title,
    startdt: event.startsAt.toISOString(),
    enddt: event.endsAt.toISOString(),
    location,
    body: eventUrl,
  }).toString();
  return { google: google.href, outlook: outlook.href };
}
