import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeBinary, rootDir } from './launcher/paths.ts';

// A scenario starts and stops what it measures: `npm run bench:<name> -- <its options>`, or
// `npm run bench -- <options of all>` for one after the other.
const folder = join(rootDir, 'infrastructure/load');
const known = globSync('*.ts', { cwd: folder }).map((file) => basename(file, '.ts'));
const [first = '', ...rest] = process.argv.slice(2);

if (first === '' || first.startsWith('--')) process.exit(await runAll(process.argv.slice(2)));
if (!/^[a-z-]+$/.test(first) || !existsSync(join(folder, `${first}.ts`))) {
  console.error(`There is no benchmark "${first}". Known: ${known.sort().join(', ') || 'none'}`);
  process.exit(1);
}
process.exit((await run(first, rest)).code);

/** The last line of a benchmark. */
interface Result {
  bench: string;
  ratio?: number;
  value?: number;
  goal: number | null;
  void: boolean;
  invariants: string;
  isMet: boolean;
  measures: { what: string; value: number; unit: string; goal: number | null }[];
}

async function runAll(args: string[]): Promise<number> {
  // What people wait for first; what needs the largest database last.
  const order = ['onsale', 'onsale-collapse', 'onsale-tenk', 'paid', 'checkin', 'live', 'worker'];
  const rankOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = known.toSorted((a, b) => rankOf(a) - rankOf(b) || a.localeCompare(b));
  const results: Result[] = [];
  const failed: string[] = [];
  for (const name of names) {
    console.log(`\n=== ${name} ===`);
    const { lastLine, wasStopped } = await run(name, args);
    if (wasStopped) return 1;
    const result = parse(lastLine);
    if (result) results.push(result);
    else failed.push(name);
  }
  console.log(`\n${inColumns(results.flatMap(rowsOf))}`);
  for (const name of failed) console.log(`${name} did not come to a result.`);
  console.log(JSON.stringify({ bench: 'all', failed, results }));
  return failed.length > 0 || results.some(({ invariants }) => invariants !== 'ok') ? 1 : 0;
}

/** What has a goal, or else the first. */
function rowsOf({ bench, measures, ...result }: Result): string[][] {
  const shown = measures.filter(({ goal }, i) => i === 0 || goal !== null);
  return shown.map(({ what, value, unit, goal }, i) => [
    i === 0 ? bench : '',
    what,
    `${value} ${unit}`,
    goal === null ? '' : `goal ${goal}`,
    i > 0 ? '' : result.void ? 'void' : result.isMet ? 'met' : 'missed',
  ]);
}

function inColumns(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function parse(line: string): Result | null {
  try {
    const result = JSON.parse(line) as Result;
    return Array.isArray(result.measures) ? result : null;
  } catch {
    return null;
  }
}

interface Ended {
  code: number;
  /** Of its output, which is shown as it comes. */
  lastLine: string;
  wasStopped: boolean;
}

function run(name: string, args: string[]): Promise<Ended> {
  const child = spawn(nodeBinary, [join(folder, `${name}.ts`), ...args], {
    cwd: rootDir,
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let wasStopped = false;
  const stop = (signal: NodeJS.Signals) => {
    wasStopped = true;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const onDisconnect = () => stop('SIGTERM');
  process.on('disconnect', onDisconnect);
  process.channel?.unref();
  let tail = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    tail = (tail + chunk.toString()).slice(-100_000);
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, stop);
      process.off('disconnect', onDisconnect);
      const lastLine = tail.trimEnd().split('\n').at(-1) ?? '';
      resolve({ code: signal ? 1 : (code ?? 1), lastLine, wasStopped });
    });
  });
}
