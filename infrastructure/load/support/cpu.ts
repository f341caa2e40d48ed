import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Seconds of processor time that a process and all its descendants have used; Linux only, else NaN. */
export function cpuSeconds(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return Number.NaN;
  const processes = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The second field is the command's name in brackets, which may hold anything.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [, parent = 0] = fields;
      // utime, stime, and those of children that have ended (11 to 14, counted from the state).
      const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
      return [{ pid: Number(name), parent, ticks }];
    } catch {
      return [];
    }
  });
  const family = new Set([pid]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid: id, parent } of processes) {
      if (family.has(parent) && !family.has(id)) {
        family.add(id);
        grew = true;
      }
    }
  }
  const ticks = processes.reduce((sum, one) => sum + (family.has(one.pid) ? one.ticks : 0), 0);
  return ticks / ticksPerSecond;
}

/** Megabytes of memory that a process has in use; Linux only, else NaN. */
export function residentMegabytes(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return Number.NaN;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
