import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from '../../scripts/launcher/paths.ts';

const dir = join(rootDir, 'docs/runbooks');

export const runbooks = readdirSync(dir).map((page) => ({
  page,
  text: readFileSync(join(dir, page), 'utf8'),
}));

/** Names that begin like metrics. */
export const databaseRoles = [
  'foyer_owner',
  'foyer_migrator',
  'foyer_authenticator',
  'foyer_anonymous',
  'foyer_user',
  'foyer_worker',
  'foyer_checkin',
];

/** What stands between ```sql and ```, with psql's variables filled in: nothing that exists. */
export const statementsOf = (text: string): string[] =>
  [...text.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, block = '']) =>
    block
      .replace(/:'\w+'/g, `'00000000-0000-0000-0000-000000000000'`)
      .replace(/(?<![:\w]):pid\b/g, '0'),
  );
