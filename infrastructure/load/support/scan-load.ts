import { fork } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import type { DoorEvent } from './door.ts';

export interface ScanRun {
  /** Connections; each has one scan under way at a time. */
  phones: number;
  seconds: number;
  /** Which tickets (positions, `to` exclusive); the run ends when all were presented. */
  from: number;
  to: number;
  /** So many a second at their times, instead of each when the last is answered. */
  perSecond?: number;
}

export interface ScanRunResult {
  elapsed: number;
  scans: number;
  perSecond: number;
  /** Milliseconds; of a paced run from when the scan was due. */
  p50: number;
  p95: number;
  p99: number;
  worst: number;
  verdicts: Record<string, number>;
  /** Positions of tickets, once for each time somebody was told to let them in. */
  admitted: number[];
  /** The first ticket that was not presented. */
  next: number;
  firstBad?: string;
  cpuSeconds: number;
}

/** The phones of an event, in a process of their own, for as long as `work` takes. */
export async function withPhones<T>(
  system: System,
  event: DoorEvent,
  work: (run: (options: ScanRun) => Promise<ScanRunResult>) => Promise<T>,
): Promise<T> {
  const child = fork(join(import.meta.dirname, 'scan-client.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  });
  const ask = <Answer>(question: object, name: string) =>
    new Promise<Answer>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the phones ended (${code})`));
      child.once('exit', ended);
      child.once('message', (message: Record<string, unknown>) => {
        child.off('exit', ended);
        if ('error' in message) reject(new Error(String(message.error)));
        else resolve(message[name] as Answer);
      });
      child.send(question);
    });
  try {
    const file = join(system.stateDir, 'phones.json');
    const port = Number(new URL(system.plan.publicUrls.checkin).port);
    const { tokens, deviceTokens } = event;
    writeFileSync(file, JSON.stringify({ host: '127.0.0.1', port, tokens, deviceTokens }));
    await ask({ setUp: file }, 'isReady');
    rmSync(file);
    return await work((run) => ask<ScanRunResult>({ run }, 'result'));
  } finally {
    child.kill();
  }
}
