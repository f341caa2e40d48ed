import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type HttpConnection, openConnections } from './http-connection.ts';

/** What the buyers do; plain data, because another process does it. */
export interface BuyingPlan {
  apiPort: number;
  sandboxPort: number;
  seconds: number;
  eventId: string;
  ticketTypeId: string;
  /** How many buy at a time. */
  atOnce: number;
  /** Access tokens: each order is the next person's. */
  tokens: string[];
  quantity: number;
}

export interface BuyingReport {
  /** The registrations that were seen to be confirmed, and the address each mail goes to. */
  orders: { registrationId: string; email: string }[];
  seconds: number;
  /** Milliseconds from the wish to the tickets. */
  p50: number;
  p99: number;
  /** What went wrong, the first few. */
  failures: string[];
  clientCpuShare: number;
}

/** A browser needs this long to load the page that the buyer comes back to, and this long it waits to look again. */
const pageLoadMs = 150;
const lookAgainMs = 500;
const mostLooks = 60;

const card = new URLSearchParams({
  number: '4242 4242 4242 4242',
  expiry: '12/40',
  cvc: '123',
  name: 'Ada Lovelace',
}).toString();

/** As soon as a buyer has their tickets, somebody else comes, until the time is over. */
export default async function buy(plan: BuyingPlan): Promise<BuyingReport> {
  const toApi = await openConnections(plan.atOnce, () => ({
    host: '127.0.0.1',
    port: plan.apiPort,
  }));
  const toSandbox = await openConnections(plan.atOnce, () => ({
    host: '127.0.0.1',
    port: plan.sandboxPort,
  }));
  const orders: BuyingReport['orders'] = [];
  const failures: string[] = [];
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + plan.seconds * 1000;

  let comers = 0;
  await Promise.all(
    toApi.map(async (api, i) => {
      while (performance.now() < end) {
        const token = plan.tokens[comers++ % plan.tokens.length] ?? '';
        const buyer = createBuyer(plan, token, api, toSandbox[i] as HttpConnection);
        const wished = performance.now();
        try {
          orders.push(await buyer());
          latencies.push(performance.now() - wished);
        } catch (error) {
          failures.push((error as Error).message);
          if (failures.length > 100) return;
        }
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  for (const connection of [...toApi, ...toSandbox]) connection.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
  return {
    orders,
    seconds,
    p50: at(0.5),
    p99: at(0.99),
    failures,
    clientCpuShare: (used.user + used.system) / 1e6 / seconds,
  };
}

const documents = {
  reserve:
    'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId registrationToken expiresAt totalMinor currency } }',
  pay: 'mutation P($input: StartPaymentInput!) { startPayment(input: $input) { paymentId redirectUrl } }',
  look: 'query L($id: UUID!) { registration(id: $id) { status tickets(first: 10) { nodes { id code attendeeName } } } }',
};

/** One buyer's whole way: hold, names, the provider's page, the card, the tickets. */
function createBuyer(
  plan: BuyingPlan,
  token: string,
  api: HttpConnection,
  sandbox: HttpConnection,
) {
  async function graphql<T>(query: string, variables: unknown): Promise<T> {
    const body = JSON.stringify({ query, variables });
    const { body: answer } = await api.send(
      `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${plan.apiPort}\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const parsed = JSON.parse(unchunked(answer)) as { data?: T | null; errors?: unknown };
    if (parsed.errors || !parsed.data) throw new Error(answer.slice(0, 300));
    return parsed.data;
  }

  return async (): Promise<{ registrationId: string; email: string }> => {
    const email = `${randomUUID()}@example.org`;
    const { reserveTickets } = await graphql<{ reserveTickets: { registrationId: string } }>(
      documents.reserve,
      {
        input: {
          eventId: plan.eventId,
          lines: [{ ticketTypeId: plan.ticketTypeId, quantity: plan.quantity }],
          idempotencyKey: randomUUID(),
        },
      },
    );
    const { registrationId } = reserveTickets;
    const { startPayment } = await graphql<{ startPayment: { redirectUrl: string } }>(
      documents.pay,
      {
        input: {
          registrationId,
          details: {
            buyerName: 'Ada Lovelace',
            buyerEmail: email,
            attendees: Array.from({ length: plan.quantity }, (_, i) => ({
              ticketTypeId: plan.ticketTypeId,
              name: `Guest ${i + 1}`,
              email: null,
            })),
          },
        },
      },
    );
    const path = new URL(startPayment.redirectUrl).pathname;
    const host = `host: 127.0.0.1:${plan.sandboxPort}`;
    const page = await sandbox.send(`GET ${path} HTTP/1.1\r\n${host}\r\n\r\n`);
    if (page.status !== 200) throw new Error(`the payment page answered ${page.status}`);
    const paid = await sandbox.send(
      `POST ${path} HTTP/1.1\r\n${host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${card.length}\r\n\r\n${card}`,
    );
    if (paid.status !== 303 || !isReturn(paid))
      throw new Error(`the card was answered with ${paid.status}`);

    await sleep(pageLoadMs);
    for (let look = 0; look < mostLooks; look += 1) {
      const { registration } = await graphql<{
        registration: { status: string; tickets: { nodes: unknown[] } };
      }>(documents.look, { id: registrationId });
      if (registration.status === 'confirmed') {
        if (registration.tickets.nodes.length !== plan.quantity)
          throw new Error(`${registration.tickets.nodes.length} tickets for ${plan.quantity}`);
        return { registrationId, email };
      }
      await sleep(lookAgainMs);
    }
    throw new Error('paid, and never confirmed');
  };
}

const isReturn = ({ head }: Answer): boolean => /\r\nlocation: [^\r]*payment=return/i.test(head);

/** GraphQL's answers come whole; a proxy may cut them into chunks. */
const unchunked = (body: string): string =>
  body.startsWith('{') ? body : body.replace(/^[0-9a-f]+\r\n/i, '');
