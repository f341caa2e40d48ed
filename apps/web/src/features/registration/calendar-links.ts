import type { Place } from '@/lib/format/place';

type CalendarEvent = { title: string; startsAt: string; endsAt: string; details: string };

/** 20261121T190000Z */
const compact = (instant: string) => new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '');

const placeText = (place: Place) =>
  [place.venue, place.address, place.city, place.country].filter(Boolean).join(', ');

/** Opens Google's form with everything filled in. The details must hold nothing secret: they leave the house. */
export function googleCalendarUrl(event: CalendarEvent, place: Place): string {
  const query = new URLSearchParams({
    action: 'TEMPLATE',
    text: event.title,
    dates: `${compact(event.startsAt)}/${compact(event.endsAt)}`,
    details: event.details,
    location: placeText(place),
  });
  return `https://calendar.google.com/calendar/render?${query}`;
}

export function outlookCalendarUrl(event: CalendarEvent, place: Place): string {
  const query = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: event.title,
    startdt: new Date(event.startsAt).toISOString(),
    enddt: new Date(event.endsAt).toISOString(),
    body: event.details,
    location: placeText(place),
  });
  return `https://outlook.live.com/calendar/0/deeplink/compose?${query}`;
}
