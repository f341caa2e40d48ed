import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { makeSchema } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { schemaPreset } from './graphql/preset.ts';

/**
 * Writes `schema.graphql`, sorted, so that a reviewer sees what a change does to the contract.
 * @param databaseUrl a migrated database, as foyer_authenticator: what that login can see is the schema
 */
export async function generateSchema(databaseUrl: string): Promise<void> {
  const pgService = makePgService({
    connectionString: databaseUrl,
    schemas: ['app_public'],
    pubsub: false,
  });
  try {
    const { schema } = await makeSchema({ extends: [schemaPreset], pgServices: [pgService] });
    const text = printSchema(lexicographicSortSchema(schema));
    await writeFile(join(import.meta.dirname, '..', 'schema.graphql'), `${text}\n`);
  } finally {
    await pgService.release?.();
  }
}
