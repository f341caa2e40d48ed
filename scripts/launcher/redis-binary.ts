import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { Problem } from './problem.ts';
import { runLogged } from './run-logged.ts';

export type RedisServer = { kind: 'binary'; path: string } | { kind: 'docker' };

interface PackageManager {
  command: string;
  /** Run one after the other. */
  steps: string[][];
}

const packageManagers: PackageManager[] = [
  {
    command: 'apt-get',
    steps: [
      ['apt-get', 'update', '-q'],
      ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'redis-server'],
    ],
  },
  { command: 'dnf', steps: [['dnf', 'install', '-y', 'redis']] },
  { command: 'yum', steps: [['yum', 'install', '-y', 'redis']] },
  { command: 'apk', steps: [['apk', 'add', '--no-cache', 'redis']] },
  { command: 'pacman', steps: [['pacman', '-Sy', '--noconfirm', 'valkey']] },
  { command: 'zypper', steps: [['zypper', '--non-interactive', 'install', 'redis']] },
];

/**
 * Redis has no npm package with a server in it, so: the PATH, else the system's package manager
 * when we may use it, else Docker, else a message with the ways out.
 */
export async function findRedis(onProgress: (what: string) => void): Promise<RedisServer> {
  const installed = binaryOnPath();
  if (installed) return { kind: 'binary', path: installed };

  const manager = packageManagers.find((entry) => which(entry.command));
  if (process.getuid?.() === 0 && manager) {
    onProgress(`installing Redis with ${manager.command}`);
    await withoutServiceStart(async () => {
      for (const [command = '', ...args] of manager.steps) {
        await runLogged(command, args, { DEBIAN_FRONTEND: 'noninteractive' });
      }
    });
    const path = binaryOnPath();
    if (path) return { kind: 'binary', path };
  }
  if (dockerAnswers()) return { kind: 'docker' };
  throw new Problem(
    [
      'Foyer needs a Redis server and found none. Any one of these mends it:',
      '  - install it: sudo apt-get install redis-server (Debian, Ubuntu), brew install redis (macOS),',
      '    sudo dnf install redis (Fedora); valkey-server is as good',
      '  - start Docker, and Foyer runs Redis in it',
      '  - set REDIS_URL and CHECKIN_REDIS_URL to servers you have (maxmemory-policy noeviction)',
    ].join('\n'),
  );
}

export function binaryOnPath(): string | null {
  return which('redis-server') ?? which('valkey-server');
}

function which(command: string): string | null {
  const found = spawnSync('/bin/sh', ['-c', `command -v ${command}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : null;
}

function dockerAnswers(): boolean {
  return spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 5000 }).status === 0;
}

/** Debian starts a service when its package is installed; on port 6379 it would be in the way. */
async function withoutServiceStart(install: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = existsSync('/usr/sbin') && !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
}
