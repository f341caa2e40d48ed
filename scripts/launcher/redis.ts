import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { RedisServer } from './redis-binary.ts';
import type { ServiceSpec } from './supervisor.ts';

export interface RedisOptions {
  stateDir: string;
  name: 'redis-queue' | 'redis-checkin';
  port: number;
  password: string;
  server: RedisServer;
  isThrowaway?: boolean;
}

/** Writes one instance's configuration and says how to run it. */
export function prepareRedis(options: RedisOptions): { spec: ServiceSpec; url: string } {
  const dir = join(options.stateDir, options.name);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const url = `redis://:${options.password}@127.0.0.1:${options.port}`;
  const { command, args } =
    options.server.kind === 'binary'
      ? binaryCommand(options, dir, options.server.path)
      : dockerCommand(options, dir);
  return {
    url,
    spec: {
      name: options.name,
      command,
      args,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DOCKER_HOST: process.env.DOCKER_HOST },
      cwd: dir,
      isReady: () => isServing(url),
    },
  };
}

function binaryCommand(options: RedisOptions, dir: string, command: string) {
  // In a file and not on the command line, which every user of the machine can read.
  const file = join(dir, 'redis.conf');
  const lines = ['bind 127.0.0.1', `port ${options.port}`, `dir "${dir}"`, ...settings(options)];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return { command, args: [file] };
}

function dockerCommand(options: RedisOptions, dir: string) {
  const name = `foyer-${options.name}-${options.port}`;
  const file = join(dir, 'redis.conf');
  const lines = ['bind 0.0.0.0', 'port 6379', 'dir /data', ...settings(options)];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o644 });
  return {
    command: 'docker',
    args: ['run', '--rm', '--name', name, '-p', `127.0.0.1:${options.port}:6379`].concat([
      '-v',
      `${dir}:/data`,
      'redis:7.4-alpine',
      'redis-server',
      '/data/redis.conf',
    ]),
  };
}

function settings(options: RedisOptions): string[] {
  return [
    `requirepass ${options.password}`,
    // Queues and scans must never be thrown out to make room; a full Redis must say so instead.
    'maxmemory-policy noeviction',
    'daemonize no',
    ...(options.isThrowaway
      ? // Each test file takes databases of its own; see libs/testing.
        ['appendonly no', 'save ""', 'databases 1024']
      : ['appendonly yes', 'appendfsync everysec', 'save ""']),
  ];
}

export function removeRedis(stateDir: string): void {
  for (const name of ['redis-queue', 'redis-checkin']) {
    rmSync(join(stateDir, name), { recursive: true, force: true });
  }
}

/** PONG only comes once the append-only file is loaded; before, Redis answers LOADING. */
async function isServing(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } finally {
    redis.disconnect();
  }
}
