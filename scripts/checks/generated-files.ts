import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@foyer/db';
import { nodeBinary, rootDir } from '../launcher/paths.ts';
import { freePort } from '../launcher/ports.ts';
import { preparePostgres } from '../launcher/postgres.ts';
import { runLogged } from '../launcher/run-logged.ts';
import { throwawayRun } from '../launcher/throwaway-run.ts';

/** What reviewers read to see what a change does to the contracts. */
export const generatedFiles = [
  'libs/db/schema.sql',
  'apps/api/schema.graphql',
  'apps/web/src/gql/graphql.ts',
] as const;

const PASSWORD = 'throwaway';

/** Writes them all, from a database migrated for the purpose. */
export async function generateAll(onStep: (what: string) => void = () => {}): Promise<void> {
  await throwawayRun((run) =>
    run.supervise('generate', async (supervisor, stateDir) => {
      const postgres = preparePostgres({
        stateDir,
        port: await freePort(),
        password: PASSWORD,
        isThrowaway: true,
      });
      await supervisor.start(postgres.spec);
      await migrate(postgres.adminUrl, { passwords: { foyer_authenticator: PASSWORD } });

      onStep('libs/db/schema.sql');
      await callGenerateSchema('libs/db/src/generate.ts', postgres.adminUrl);
      onStep('apps/api/schema.graphql');
      const asApi = new URL(postgres.adminUrl);
      asApi.username = 'foyer_authenticator';
      await callGenerateSchema('apps/api/src/generate.ts', asApi.href);
      onStep('apps/web/src/gql/graphql.ts');
      await runLogged(nodeBinary, [join(rootDir, 'apps/web/codegen.ts')]);
    }),
  );
}

/** The files that do not say what the sources say now. Leaves everything as it was. */
export async function findStaleFiles(): Promise<string[]> {
  const read = (file: string) => {
    const path = join(rootDir, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  };
  const before = generatedFiles.map((file) => ({ file, text: read(file) }));
  try {
    await generateAll();
    return before.filter(({ file, text }) => read(file) !== text).map(({ file }) => file);
  } finally {
    for (const { file, text } of before) {
      if (text !== null && read(file) !== text) writeFileSync(join(rootDir, file), text);
    }
  }
}

/** In a process of its own: what a generator loads and caches stays with it. */
async function callGenerateSchema(module: string, databaseUrl: string): Promise<void> {
  const program = `
    const { generateSchema } = await import(process.argv[1]);
    await generateSchema(process.env.GENERATE_DATABASE_URL);
    process.exit(0);`;
  await runLogged(nodeBinary, ['--input-type=module', '-e', program, join(rootDir, module)], {
    GENERATE_DATABASE_URL: databaseUrl,
  });
}
