import { randomUUID } from 'node:crypto';
import type { TestEvent } from '@foyer/testing';
import type { System } from './system.ts';

/** What a caller of GraphQL got: data, an error with a stable code, or no answer at all. */
export type Answer<T> =
  | { outcome: 'data'; data: T }
  | { outcome: 'error'; status: number; code: string; message: string }
  /** The connection broke, or nothing came in time: what happened is not known to the caller. */
  | { outcome: 'none'; reason: string };

export interface Caller {
  /** Another process of the API than the system's first. */
  url?: string;
  accessToken?: string;
  /** `<registrationId>.<token>`: the link of one registration. */
  link?: string;
  timeoutMs?: number;
}

export async function graphql<T>(
  system: System,
  query: string,
  variables: Record<string, unknown>,
  caller: Caller = {},
): Promise<Answer<T>> {
  try {
    const response = await fetch(`${caller.url ?? system.plan.publicUrls.api}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(caller.accessToken && { authorization: `Bearer ${caller.accessToken}` }),
        ...(caller.link && { 'x-registration-token': caller.link }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(caller.timeoutMs ?? 30_000),
    });
    const body = (await response.json()) as {
      data?: T;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    const [error] = body.errors ?? [];
    if (!error && body.data) return { outcome: 'data', data: body.data };
    const code = error?.extensions?.code ?? '';
    return { outcome: 'error', status: response.status, code, message: error?.message ?? '' };
  } catch (error) {
    const cause = (error as Error).cause as { code?: string } | undefined;
    return { outcome: 'none', reason: cause?.code ?? (error as Error).name };
  }
}

export interface Held {
  registrationId: string;
  /** For `Caller.link`. */
  link: string;
  isReplay: boolean;
  totalMinor: number;
}

/** Asks for tickets of the event's first type, unless told otherwise; the same key asks again. */
export async function reserve(
  system: System,
  event: TestEvent,
  options: Caller & { quantity?: number; type?: string; key?: string } = {},
): Promise<Answer<Held>> {
  const { quantity = 1, key = randomUUID() } = options;
  const type = options.type ?? Object.keys(event.ticketTypes)[0] ?? '';
  const answer = await graphql<{
    reserveTickets: {
      registrationId: string;
      registrationToken: string;
      isReplay: boolean;
      totalMinor: string;
    };
  }>(
    system,
    `mutation R($input: ReserveTicketsInput!) {
      reserveTickets(input: $input) { registrationId registrationToken isReplay totalMinor }
    }`,
    {
      input: {
        eventId: event.id,
        lines: [{ ticketTypeId: event.ticketTypes[type], quantity }],
        idempotencyKey: key,
      },
    },
    options,
  );
  if (answer.outcome !== 'data') return answer;
  const { registrationId, registrationToken, isReplay, totalMinor } = answer.data.reserveTickets;
  const link = `${registrationId}.${registrationToken}`;
  return {
    outcome: 'data',
    data: { registrationId, link, isReplay, totalMinor: Number(totalMinor) },
  };
}

/** Sends the same request until it is answered, as a browser does that lost its connection. */
export async function insist<T>(
  ask: () => Promise<Answer<T>>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<Exclude<Answer<T>, { outcome: 'none' }>> {
  const { timeoutMs = 30_000, everyMs = 100 } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    const isFinal = answer.outcome !== 'none' && !isRetryable(answer);
    if (isFinal) return answer;
    if (Date.now() > deadline) throw new Error(`no answer in time: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** A client may ask again with the same key: nothing answered, or the server said that it is not well. */
export function isRetryable(answer: Answer<unknown>): boolean {
  if (answer.outcome === 'none') return true;
  return (
    answer.outcome === 'error' &&
    (answer.status >= 500 || ['UNAVAILABLE', 'INTERNAL'].includes(answer.code))
  );
}

/** @throws what the answer was instead */
export function dataOf<T>(answer: Answer<T>): T {
  if (answer.outcome === 'data') return answer.data;
  throw new Error(`Expected data: ${JSON.stringify(answer)}`);
}

interface Order {
  quantity?: number;
  type?: string;
  email?: string;
}

/** Who buys, and a guest for each ticket. */
export function orderDetails(
  event: TestEvent,
  held: Held,
  { quantity = 1, email = `${held.registrationId.slice(-12)}@example.org`, ...order }: Order = {},
) {
  const ticketTypeId = event.ticketTypes[order.type ?? Object.keys(event.ticketTypes)[0] ?? ''];
  return {
    buyerName: 'Grace Hopper',
    buyerEmail: email,
    locale: 'en',
    attendees: Array.from({ length: quantity }, (_, i) => ({
      ticketTypeId,
      name: `Guest ${i + 1}`,
      email: null,
    })),
  };
}

/** As the checkout page does where there is nothing to pay. */
export async function nameAttendees(
  system: System,
  event: TestEvent,
  held: Held,
  options: Caller & Order = {},
): Promise<void> {
  const input = { registrationId: held.registrationId, ...orderDetails(event, held, options) };
  dataOf(
    await insist(() =>
      graphql(
        system,
        'mutation S($input: SaveAttendeesInput!) { saveAttendees(input: $input) { result { id } } }',
        { input },
        { ...options, link: held.link },
      ),
    ),
  );
}

export interface PaymentPage {
  paymentId: string;
  redirectUrl: string;
}

/** With `details`, which it notes first, as the checkout page does. */
export async function startPayment(
  system: System,
  held: Held,
  { details, ...caller }: Caller & { details?: ReturnType<typeof orderDetails> } = {},
): Promise<Answer<PaymentPage>> {
  const answer = await graphql<{ startPayment: PaymentPage }>(
    system,
    'mutation P($input: StartPaymentInput!) { startPayment(input: $input) { paymentId redirectUrl } }',
    { input: { registrationId: held.registrationId, details } },
    { ...caller, link: held.link },
  );
  return answer.outcome === 'data' ? { outcome: 'data', data: answer.data.startPayment } : answer;
}

export async function confirmFree(
  system: System,
  held: Held,
  caller: Caller = {},
): Promise<Answer<unknown>> {
  return await graphql(
    system,
    'mutation C($input: ConfirmFreeRegistrationInput!) { confirmFreeRegistration(input: $input) { result { id } } }',
    { input: { registrationId: held.registrationId } },
    { ...caller, link: held.link },
  );
}

export async function release(
  system: System,
  held: Held,
  caller: Caller = {},
): Promise<Answer<unknown>> {
  return await graphql(
    system,
    'mutation L($input: ReleaseRegistrationInput!) { releaseRegistration(input: $input) { result { id } } }',
    { input: { registrationId: held.registrationId } },
    { ...caller, link: held.link },
  );
}

/** What the buyer does on the payment page; the sandbox then sends its webhooks. */
export async function pay(
  system: System,
  page: PaymentPage,
  card = '4242 4242 4242 4242',
): Promise<{ outcome: string }> {
  const session = /\/c\/pay\/([^/?]+)/.exec(page.redirectUrl)?.[1] ?? '';
  return await sandbox(system, `/payments/${session}/pay`, { card });
}

/** The payment sandbox's controls: a fault script, its book, webhooks again. */
export async function sandbox<T>(system: System, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${system.plan.publicUrls.sandbox}/sandbox${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
