import type { AgendaSessionFragment, EventPageQuery, EventTicketTypeFragment } from '@/gql/graphql';

type Event = NonNullable<EventPageQuery['eventBySlug']>;

/** An event as its page knows it: lists without gaps, and always somebody who holds it. */
export type LoadedEvent = Omit<Event, 'organization' | 'ticketTypes' | 'sessions'> & {
  organization: NonNullable<Event['organization']>;
  ticketTypes: TicketType[];
  sessions: AgendaSessionFragment[];
};

export type TicketType = EventTicketTypeFragment;
export type AgendaSession = AgendaSessionFragment;
export type AgendaSpeaker = NonNullable<
  NonNullable<AgendaSessionFragment['sessionSpeakers']['nodes'][number]>['speaker']
>;
