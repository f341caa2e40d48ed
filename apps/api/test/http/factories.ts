import { confirm, reservationRequest, reserve, type TestEvent } from '@foyer/testing';
import type { TestApi } from '../support.ts';

export type Confirmed = { id: string; confirmationNumber: string; ticketIds: string[] };

export async function heldRegistration(api: TestApi, event: TestEvent): Promise<string> {
  return (await reserve(api.db.pools.api, reservationRequest(event))).registrationId;
}

/** A guest's order with its tickets issued. */
export async function confirmedRegistration(
  api: TestApi,
  event: TestEvent,
  options: { quantity?: number; name?: string; email?: string } = {},
): Promise<Confirmed> {
  const { quantity = 1, ...buyer } = options;
  const held = await reserve(api.db.pools.api, reservationRequest(event, { quantity }));
  const ticketIds = await confirm(api.db.adminPool, held.registrationId, buyer);
  return {
    id: held.registrationId,
    confirmationNumber: held.confirmationNumber,
    ticketIds,
  };
}
