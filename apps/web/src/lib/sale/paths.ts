/** A page of an event, with the private link it was reached by. */
export const withLink = (path: string, eventLink: string | null): string =>
  eventLink ? `${path}?k=${encodeURIComponent(eventLink)}` : path;

/** The page of an event, at its tickets, through the private link it was reached by. */
export function ticketsPath(eventPath: string, eventLink: string | null): string {
  return `${withLink(eventPath, eventLink)}#tickets`;
}

/** The line in front of an event's sale. */
export function linePath(eventPath: string, eventLink: string | null): string {
  return withLink(`${eventPath}/line`, eventLink);
}

/** The token of a private link as it stands in an address; nothing longer was ever given out. */
export function readEventLink(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null;
}
