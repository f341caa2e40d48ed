import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { basename } from 'node:path';
import { shortPath } from './paths.ts';
import { Problem } from './problem.ts';
import { commandLine } from './process-identity.ts';

export interface WantedPort {
  /** What will listen there, for the message. */
  what: string;
  /** The variable that moves it. */
  variable: string;
  port: number;
}

/** Fails with one message that names every taken port, its holder and the variable to set. */
export async function requireFreePorts(wanted: WantedPort[]): Promise<void> {
  const duplicate = wanted.find((a, i) => wanted.findIndex((b) => b.port === a.port) !== i);
  if (duplicate) {
    const names = wanted.filter((w) => w.port === duplicate.port).map((w) => w.variable);
    throw new Problem(`${names.join(' and ')} are both ${duplicate.port}; give each its own port.`);
  }
  const taken: WantedPort[] = [];
  for (const entry of wanted) if (!(await isPortFree(entry.port))) taken.push(entry);
  if (taken.length === 0) return;
  const lines = taken.map(({ what, variable, port }) => {
    const holder = portHolder(port);
    const by = holder ? ` by ${holder}` : '';
    return `  Port ${port} (${what}) is taken${by}. Stop that, or set ${variable}, e.g. ${variable}=${port + 10}`;
  });
  throw new Problem(['Foyer cannot start:', ...lines].join('\n'));
}

/** Whether a listener can be opened on the loopback, and on all addresses, as services do. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::']) {
    if ((await tryListen(port, host)) === 'taken') return false;
  }
  return true;
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** Different ports nobody listens on: all are held until the last one is found. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  return await Promise.all(
    servers.map(async (server) => {
      const { port } = server.address() as AddressInfo;
      server.close();
      await once(server, 'close');
      return port;
    }),
  );
}

function tryListen(port: number, host: string): Promise<'free' | 'taken'> {
  return new Promise((resolve) => {
    const server = createServer();
    // Anything but "in use" (no IPv6 here, for example) is for the service itself to report.
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? 'taken' : 'free'),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

/** "node server.js (pid 123)", as far as this user may see it; null when unknown. */
export function portHolder(port: number): string | null {
  const pid = process.platform === 'linux' ? linuxHolder(port) : lsofHolder(port);
  if (pid === null) return null;
  const command = shortCommand(commandLine(pid));
  return command ? `${command} (process ${pid})` : `process ${pid}`;
}

/** "node apps/api/src/server.ts": the program and its first argument that is not an option. */
function shortCommand(command: string): string {
  const [program = '', ...args] = command.split(' ');
  const argument = args.find((arg) => !arg.startsWith('-'));
  return [basename(program), argument && shortPath(argument)]
    .filter(Boolean)
    .join(' ')
    .slice(0, 80);
}

function linuxHolder(port: number): number | null {
  const inodes = new Set<string>();
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readText(table).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const isListening = fields[3] === '0A';
      if (isListening && fields[1]?.endsWith(`:${hexPort}`)) inodes.add(`socket:[${fields[9]}]`);
    }
  }
  if (inodes.size === 0) return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const dir = `/proc/${pid}/fd`;
      if (readdirSync(dir).some((fd) => inodes.has(linkTarget(`${dir}/${fd}`)))) return Number(pid);
    } catch {
      // Another user's process, or one that ended meanwhile: not ours to name.
    }
  }
  return null;
}

function lsofHolder(port: number): number | null {
  try {
    const out = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(out.split('\n')[0]) || null;
  } catch {
    return null;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
