import { randomUUID } from 'node:crypto';
import { createAccessTokens } from '../../../apps/api/src/auth/access-tokens.ts';
import {
  AttendeesDocument,
  DiscoverEventsDocument,
  DoorsDocument,
  EventChartsDocument,
  EventDashboardDocument,
  EventPageDocument,
  MyTicketsDocument,
  OrderDocument,
  OrdersDocument,
  OrganizerEventsDocument,
  RegistrationPageDocument,
  WebhookEndpointDocument,
  WebhookEndpointsDocument,
} from '../../../apps/web/src/gql/graphql.ts';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import type { People, PlantedEvent } from './world.ts';

/** A request of the web app, in the web app's own words. */
export interface Screen {
  name: string;
  query: string;
  variables: Record<string, unknown>;
  /** Null for a visitor. */
  token: string | null;
}

/** What visitors, organizers and guests look at most, each a page of `rows` where it is a list. */
export function screens(
  event: PlantedEvent,
  { owner, buyer }: People<string>,
  rows: number,
): Screen[] {
  const screen = (
    name: string,
    document: { toString(): string },
    variables: Record<string, unknown>,
    asWhom: string | null,
  ): Screen => ({ name, query: document.toString(), variables, token: asWhom });
  const first = rows;
  return [
    screen(
      'event page',
      EventPageDocument,
      { orgSlug: event.orgSlug, eventSlug: event.slug },
      null,
    ),
    screen('discover', DiscoverEventsDocument, { first }, null),
    screen('organizer: events', OrganizerEventsDocument, { slug: event.orgSlug, first }, owner),
    screen('organizer: attendees', AttendeesDocument, { eventId: event.id, first }, owner),
    screen('organizer: orders', OrdersDocument, { eventId: event.id, first }, owner),
    screen('organizer: order', OrderDocument, { id: event.registrationId }, owner),
    screen('organizer: door', DoorsDocument, { id: event.id }, owner),
    screen('organizer: overview', EventDashboardDocument, { id: event.id }, owner),
    screen('organizer: charts', EventChartsDocument, { id: event.id }, owner),
    screen('organizer: webhooks', WebhookEndpointsDocument, { slug: event.orgSlug }, owner),
    screen(
      'organizer: webhook deliveries',
      WebhookEndpointDocument,
      { id: event.webhookEndpointId, first },
      owner,
    ),
    screen('guest: tickets', MyTicketsDocument, {}, buyer),
    screen('guest: order', RegistrationPageDocument, { id: event.registrationId }, buyer),
  ];
}

export const tokensOf = (system: System, { owner, buyer }: People<string>): People<string> => ({
  owner: tokenOf(system, owner),
  buyer: tokenOf(system, buyer),
});

/** The access token of this user, as signing in gives. */
export function tokenOf({ plan, secrets }: System, userId: string): string {
  return createAccessTokens({
    privateKeys: secrets.jwtPrivateKey,
    issuer: plan.publicUrls.api,
  }).sign({ userId, signInId: randomUUID() });
}

/** The bytes of the request. */
export function requestOf({ plan }: System, { query, variables, token }: Screen): string {
  const body = JSON.stringify({ query, variables });
  const { port } = new URL(plan.publicUrls.api);
  const authorization = token === null ? '' : `authorization: Bearer ${token}\r\n`;
  return `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n${authorization}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** @returns the data, as text @throws when there were errors */
export async function look(
  { plan }: System,
  { name, query, variables, token }: Screen,
): Promise<string> {
  const response = await fetch(`${plan.publicUrls.api}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  if (answer.errors || !answer.data) throw new Error(`${name}: ${JSON.stringify(answer.errors)}`);
  return JSON.stringify(answer.data);
}
