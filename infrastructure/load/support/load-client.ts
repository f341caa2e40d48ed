import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpConnection, openConnections } from './http-connection.ts';

/** What many clients do at once; plain data, because another process does it. */
export interface LoadPlan {
  host: string;
  port: number;
  clients: number;
  /** How long they go on, each sending its next request when it has its answer; null: one request each. */
  seconds: number | null;
  /** Requests a second of all together, however long answers take; without it each goes as fast as it is answered. */
  perSecond?: number;
  /** Client n sends the nth of these, from the beginning again when there are fewer. `{uuid}` becomes a new one. */
  requests: string[];
  /** What an answer's body may say: the first expression that matches names it, its group is kept. Everything else is bad. */
  outcomes: Record<string, string>;
  /** Every client comes from an address of its own. */
  hasOwnAddresses?: boolean;
}

export interface RecordedAnswer {
  client: number;
  /** Null for a bad one. */
  outcome: string | null;
  /** Milliseconds since 1970, with fractions. */
  sentAt: number;
  answeredAt: number;
}

export interface LoadReport {
  /** Answers that were not bad, per second until the last one. */
  perSecond: number;
  seconds: number;
  /** By outcome. */
  counts: Record<string, number>;
  kept: Record<string, string[]>;
  bad: number;
  firstBad: string | null;
  /** Answers with a status of 500 or more, and connections that broke. */
  serverErrors: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  slowest: number;
  /** Answers of the client that got fewest, and of the one that got most. */
  leastServed: number;
  mostServed: number;
  /** The slowest client's wait for its first answer. */
  slowestFirstMs: number;
  /** Of one core, while they were sending. */
  clientCpuShare: number;
  /** Of a run with one request each. */
  answers: RecordedAnswer[];
}

const marker = '{uuid}';

/** All connections are opened first, then all clients start together. */
export default async function load(plan: LoadPlan): Promise<LoadReport> {
  const outcomes = Object.entries(plan.outcomes).map(
    ([name, pattern]) => [name, new RegExp(pattern)] as const,
  );
  const texts = plan.requests.map((request) => request.split(marker));
  const connections = await openConnections(plan.clients, (client) => ({
    host: plan.host,
    port: plan.port,
    ...(plan.hasOwnAddresses ? { localAddress: ownAddress(client) } : {}),
  }));

  const counts: Record<string, number> = {};
  const kept: Record<string, string[]> = Object.fromEntries(outcomes.map(([name]) => [name, []]));
  const answers: RecordedAnswer[] = [];
  const latencies: number[] = [];
  const served = new Array<number>(plan.clients).fill(0);
  const firstMs = new Array<number>(plan.clients).fill(Number.POSITIVE_INFINITY);
  let bad = 0;
  let serverErrors = 0;
  let firstBad: string | null = null;

  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = plan.seconds === null ? 0 : started + plan.seconds * 1000;

  async function once(
    connection: HttpConnection,
    client: number,
    dueAt = performance.now(),
  ): Promise<boolean> {
    const request = (texts[client % texts.length] ?? []).reduce(
      (whole, part) => whole + randomUUID() + part,
    );
    // A request that is late because the last one was slow has waited since it was due.
    const sentAt = dueAt;
    let outcome: string | null = null;
    try {
      const { status, body } = await connection.send(request);
      for (const [name, pattern] of outcomes) {
        const match = pattern.exec(body);
        if (!match) continue;
        outcome = name;
        if (match[1] !== undefined) kept[name]?.push(match[1]);
        break;
      }
      if (status >= 500) serverErrors += 1;
      if (outcome === null) firstBad ??= `${status} ${body.slice(0, 500)}`;
    } catch (error) {
      serverErrors += 1;
      firstBad ??= (error as Error).message;
    }
    const answeredAt = performance.now();
    latencies.push(answeredAt - sentAt);
    served[client] = (served[client] ?? 0) + 1;
    if (served[client] === 1) firstMs[client] = answeredAt - started;
    if (outcome === null) bad += 1;
    else counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (plan.seconds === null) {
      const { timeOrigin } = performance;
      answers.push({
        client,
        outcome,
        sentAt: timeOrigin + sentAt,
        answeredAt: timeOrigin + answeredAt,
      });
    }
    return !connection.isClosed;
  }

  await Promise.all(
    connections.map(async (connection, client) => {
      if (plan.perSecond) {
        for (let n = client; ; n += plan.clients) {
          const dueAt = started + (n / plan.perSecond) * 1000;
          if (dueAt >= end) break;
          const early = dueAt - performance.now();
          if (early > 0) await sleep(early);
          if (!(await once(connection, client, dueAt))) break;
        }
        return;
      }
      do {
        if (!(await once(connection, client))) break;
      } while (performance.now() < end);
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
  return {
    perSecond: (latencies.length - bad) / seconds,
    seconds,
    counts,
    kept,
    bad,
    firstBad,
    serverErrors,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    slowest: at(1),
    leastServed: smallest(served),
    mostServed: -smallest(served.map((n) => -n)),
    slowestFirstMs: -smallest(firstMs.map((ms) => -ms)),
    clientCpuShare: (used.user + used.system) / 1e6 / seconds,
    answers,
  };
}

/** `Math.min(...)` takes no 10,000 arguments everywhere. */
const smallest = (numbers: number[]): number =>
  numbers.reduce((least, n) => Math.min(least, n), Number.POSITIVE_INFINITY);

/** 127.1.0.1, 127.1.0.2, …: loopback on Linux, and nobody else's. */
const ownAddress = (client: number): string =>
  `127.1.${Math.floor(client / 250)}.${1 + (client % 250)}`;
