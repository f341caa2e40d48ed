import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identify, isSameProcess } from './process-identity.ts';

const entrySchema = z.object({
  name: z.string(),
  pid: z.number().int(),
  startedAt: z.string(),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
});
const recordSchema = z.object({
  launcher: z.object({ pid: z.number().int(), startedAt: z.string() }),
  processes: z.array(entrySchema),
});

export type ProcessEntry = z.infer<typeof entrySchema>;
type ProcessRecord = z.infer<typeof recordSchema>;

/** How long a process that is asked to stop may take before it is killed. */
const STOP_TIMEOUT_MS = 10_000;

/**
 * The list of processes this installation started, kept on disk so that the next start can clear
 * what a killed launcher left behind, and only that.
 */
export function openProcessRecord(stateDir: string) {
  const file = recordFile(stateDir);
  const self = identify(process.pid);
  if (!self) throw new Error('cannot identify the own process');
  const record: ProcessRecord = { launcher: self, processes: [] };
  const save = () => {
    mkdirSync(dirname(file), { recursive: true });
    // Whole or not at all: whoever is killed here leaves the record of before, and not half of one.
    writeFileSync(`${file}.new`, JSON.stringify(record, null, 2));
    renameSync(`${file}.new`, file);
  };
  save();
  return {
    file,
    add(name: string, pid: number, stopSignal: ProcessEntry['stopSignal']) {
      const identity = identify(pid);
      if (!identity) return;
      record.processes.push({ name, ...identity, stopSignal });
      save();
    },
    remove(pid: number) {
      record.processes = record.processes.filter((entry) => entry.pid !== pid);
      save();
    },
    close() {
      rmSync(file, { force: true });
    },
  };
}

/** The id of a launcher that is running on this state directory right now, or null. */
export function runningLauncher(stateDir: string): number | null {
  const record = readRecord(recordFile(stateDir));
  return record && isSameProcess(record.launcher) ? record.launcher.pid : null;
}

/** Stops what a launcher that is gone left running. Returns the names of what it stopped. */
export async function stopLeftovers(recordPath: string): Promise<string[]> {
  const record = readRecord(recordPath);
  if (!record) return [];
  const stopped: string[] = [];
  for (const entry of record.processes.toReversed()) {
    if (!isSameProcess(entry)) continue;
    await stopProcess(entry);
    stopped.push(entry.name);
  }
  // A new launcher may have begun its own record meanwhile; that one stays.
  if (readRecord(recordPath)?.launcher.startedAt === record.launcher.startedAt) {
    rmSync(recordPath, { force: true });
  }
  return stopped;
}

export function recordFile(stateDir: string): string {
  return join(stateDir, 'run', 'processes.json');
}

async function stopProcess(entry: ProcessEntry): Promise<void> {
  signal(entry, entry.stopSignal);
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isSameProcess(entry)) {
    // Each was started as the leader of its own group: what it forked goes with it.
    if (Date.now() > deadline) signal({ ...entry, pid: -entry.pid }, 'SIGKILL');
    await sleep(50);
  }
}

function signal(entry: ProcessEntry, name: NodeJS.Signals): void {
  try {
    process.kill(entry.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readRecord(file: string): ProcessRecord | null {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
