import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { migrate } from '@foyer/db';
import { rootDir } from '../../scripts/launcher/paths.ts';

/** `libs/db` as a later release has it: with the given migrations, by file name, after those there are. */
export async function nextRelease(
  migrations: Record<string, string>,
): Promise<{ migrate: typeof migrate; remove(): void }> {
  const today = join(rootDir, 'libs/db');
  const next = mkdtempSync(join(tmpdir(), 'foyer-next-release-'));
  for (const part of ['src', 'migrations', 'functions', 'views', 'triggers', 'policies'])
    cpSync(join(today, part), join(next, part), { recursive: true });
  symlinkSync(join(today, 'node_modules'), join(next, 'node_modules'));
  for (const [name, text] of Object.entries(migrations))
    writeFileSync(join(next, 'migrations', name), text);
  const release = (await import(join(next, 'src/migrate.ts'))) as { migrate: typeof migrate };
  return {
    migrate: release.migrate,
    remove: () => rmSync(next, { recursive: true }),
  };
}
