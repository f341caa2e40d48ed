import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { type HttpConnection, openConnections } from './http-connection.ts';

export interface Line {
  host: string;
  port: number;
  eventId: string;
  ticketTypeId: string;
  people: number;
  /** All of them join within so long. */
  arriveSeconds: number;
  /** How long they stand there after that; whose turn comes orders. */
  standSeconds: number;
}

export interface Stood {
  /** Milliseconds since 1970: it began to be joined; everybody had a place. */
  joiningAt: number;
  joinedAt: number;
  /** The places given, by their numbers. */
  numbers: number[];
  /** Milliseconds from when a person was due to join until they had their place. */
  joins: number[];
  /** For each message at each person: milliseconds after the first of all people had the same one. */
  spreads: number[];
  /** Messages per person while they stood there. */
  told: number[];
  /** Milliseconds from when the first person could know of a turn until its owner had a hold. */
  orders: number[];
  /** Registrations that were acknowledged. */
  held: string[];
  bad: number;
  firstBad: string | null;
  clientCpuShare: number;
}

/** As many as a proxy in front of the API keeps open; the sockets are everybody's own. */
const connectionCount = 256;
const connectAtOnce = 200;

type Message = { admittedThrough: number; lastNumber: number };
type Person = {
  number: number;
  place: string;
  visitorKey: string;
  told: number;
  isCalled: boolean;
};

/** People who wait in line as the web app does it: a socket each, a place each, and an order when their turn has come. */
export default async function standInLine(line: Line): Promise<Stood> {
  const { host, port, eventId } = line;
  const send = await openPool(host, port);
  const bads: string[] = [];
  const people = Array.from(
    { length: line.people },
    (): Person => ({
      number: 0,
      place: '',
      visitorKey: randomUUID(),
      told: 0,
      isCalled: false,
    }),
  );
  const sockets: Socket[] = [];
  const firstSeen = new Map<number, number>();
  const spreads: number[] = [];
  const orders: number[] = [];
  const held: string[] = [];
  const ordering: Promise<void>[] = [];
  let isStanding = false;

  const ask = async (query: string, input: Record<string, unknown>): Promise<string> => {
    const body = JSON.stringify({ query, variables: { input } });
    return await send(
      `POST /graphql HTTP/1.1\r\nhost: ${host}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };

  /** @param calledAt when the first of all people was told that this one's turn has come */
  async function order(person: Person, calledAt: number): Promise<void> {
    const claimed = await ask(
      'mutation C($input: ClaimAdmissionInput!) { claimAdmission(input: $input) { outcome admission until } }',
      { eventId, place: person.place },
    );
    const admission = /"admission":"([^"]+)"/.exec(claimed)?.[1];
    const answer = await ask(
      'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId expiresAt } }',
      {
        eventId,
        lines: [{ ticketTypeId: line.ticketTypeId, quantity: 1 }],
        idempotencyKey: randomUUID(),
        admission,
      },
    );
    const registration = /"registrationId":"([^"]+)"/.exec(answer)?.[1];
    if (registration === undefined) bads.push(`${claimed} ${answer}`);
    else {
      held.push(registration);
      orders.push(Date.now() - calledAt);
    }
  }

  function hear(person: Person, { admittedThrough }: Message): void {
    const now = Date.now();
    if (!isStanding) return;
    const first = firstSeen.get(admittedThrough) ?? now;
    if (first === now) firstSeen.set(admittedThrough, now);
    person.told += 1;
    spreads.push(now - first);
    if (person.isCalled || person.number > admittedThrough) return;
    person.isCalled = true;
    ordering.push(order(person, first));
  }

  for (let from = 0; from < people.length; from += connectAtOnce)
    await Promise.all(
      people.slice(from, from + connectAtOnce).map(async (person) => {
        const socket = io(`http://${host}:${port}`, {
          path: '/live',
          forceNew: true,
          transports: ['websocket'],
        });
        sockets.push(socket);
        socket.on('waiting-room', (message: Message) => hear(person, message));
        socket.on('disconnect', (reason) => {
          if (reason !== 'io client disconnect') bads.push(`a socket broke: ${reason}`);
        });
        const answer = await socket.timeout(20_000).emitWithAck('watch:waiting-room', { eventId });
        if (!answer.ok) throw new Error(`somebody may not watch: ${JSON.stringify(answer)}`);
      }),
    );
  const joiningAt = Date.now();
  const joins = await Promise.all(
    people.map(async (person, i) => {
      const due = joiningAt + (i / people.length) * line.arriveSeconds * 1_000;
      await sleep(Math.max(0, due - Date.now()));
      const answer = await ask(
        'mutation J($input: JoinWaitingRoomInput!) { joinWaitingRoom(input: $input) { place number } }',
        { eventId, visitorKey: person.visitorKey },
      );
      const [, place = '', number] = /"place":"([^"]+)","number":(\d+)/.exec(answer) ?? [];
      if (number === undefined) bads.push(answer);
      person.place = place;
      person.number = Number(number ?? Number.POSITIVE_INFINITY);
      return Date.now() - due;
    }),
  );
  const joinedAt = Date.now();

  isStanding = true;
  const cpu = process.cpuUsage();
  await sleep(line.standSeconds * 1_000);
  isStanding = false;
  const used = process.cpuUsage(cpu);
  await Promise.all(ordering);
  for (const socket of sockets) socket.disconnect();
  return {
    joiningAt,
    joinedAt,
    numbers: people.map(({ number }) => number),
    joins,
    spreads,
    told: people.map(({ told }) => told),
    orders,
    held,
    bad: bads.length,
    firstBad: bads[0] ?? null,
    clientCpuShare: (used.user + used.system) / 1e6 / line.standSeconds,
  };
}

/** @returns what sends a request over the first connection that is free, in the order of asking, and gives the answer's body */
async function openPool(host: string, port: number): Promise<(request: string) => Promise<string>> {
  const free = await openConnections(connectionCount, () => ({ host, port }));
  const waiting: ((connection: HttpConnection) => void)[] = [];
  const take = (): HttpConnection | Promise<HttpConnection> =>
    free.pop() ?? new Promise((resolve) => waiting.push(resolve));
  return async (request) => {
    const connection = await take();
    try {
      return (await connection.send(request)).body;
    } finally {
      const next = waiting.shift();
      if (next) next(connection);
      else free.push(connection);
    }
  };
}
