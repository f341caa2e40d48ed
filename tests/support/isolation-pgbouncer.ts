import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '@foyer/testing';
import pg from 'pg';

/** Where Debian puts it is not on everybody's PATH. */
const binary = ['pgbouncer', '/usr/sbin/pgbouncer'].find((path) => {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
export const hasPgBouncer = binary !== undefined;

export type PgBouncer = {
  /** The same database through the pooler. */
  through(databaseUrl: string): string;
  stop(): Promise<void>;
};

/** PgBouncer in transaction mode with as many server connections per database and login as is said. */
export async function startPgBouncer(databaseUrl: string, poolSize: number): Promise<PgBouncer> {
  if (!binary) throw new Error('pgbouncer is not installed.');
  const server = new URL(databaseUrl);
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'foyer-pgbouncer-'));
  const isRoot = process.getuid?.() === 0;
  writeFileSync(
    join(dir, 'users.txt'),
    `"${server.username}" "${decodeURIComponent(server.password)}"\n`,
  );
  writeFileSync(
    join(dir, 'pgbouncer.ini'),
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(dir, 'users.txt')}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 500
query_wait_timeout = 30
${isRoot ? 'user = nobody' : ''}
`,
  );
  for (const path of [dir, join(dir, 'users.txt'), join(dir, 'pgbouncer.ini')]) {
    chmodSync(path, path === dir ? 0o755 : 0o600);
    // It refuses to run as root.
    if (isRoot) chownSync(path, 65534, 65534);
  }
  const child = spawn(binary, ['-q', join(dir, 'pgbouncer.ini')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
  const through = (url: string): string => {
    const pooled = new URL(url);
    pooled.hostname = '127.0.0.1';
    pooled.port = String(port);
    return pooled.href;
  };
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`pgbouncer ended: ${said}`);
      const client = new pg.Client({ connectionString: through(databaseUrl) });
      client.on('error', () => {});
      try {
        await client.connect();
        await client.query('select 1');
        return true;
      } catch {
        return false;
      } finally {
        await client.end().catch(() => {});
      }
    },
    { what: 'pgbouncer to answer' },
  );
  return {
    through,
    async stop() {
      await ended(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
