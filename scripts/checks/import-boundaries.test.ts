import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const rootDir = join(import.meta.dirname, '../..');

/** One forbidden import per rule: file, what it imports, the rule that must object. */
const violations: [file: string, imports: string, rule: string][] = [
  ['libs/types/src/a.ts', 'pg', 'types-imports-only-zod'],
  ['libs/ticket-token/src/a.ts', 'pg', 'ticket-token-imports-only-types'],
  ['libs/runtime/src/a.ts', '../../db/src/b.ts', 'runtime-imports-only-types'],
  ['libs/db/src/a.ts', '../../payment-adapters/src/b.ts', 'db-imports-no-adapters-and-no-apps'],
  ['libs/storage/src/a.ts', '../../../apps/api/src/b.ts', 'libs-import-no-apps'],
  ['apps/api/src/a.ts', '../../worker/src/b.ts', 'no-app-imports-another'],
  ['apps/api/src/queue.ts', 'bullmq', 'api-never-imports-bullmq'],
  ['apps/worker/src/a.ts', 'express', 'worker-never-imports-the-http-side'],
  ['apps/checkin/src/a.ts', 'stripe', 'checkin-never-imports-payments-or-postgraphile'],
  ['apps/web/src/features/one/data.ts', 'pg', 'web-never-imports-the-database'],
  ['apps/web/src/lib/a.ts', '../features/one/b.ts', 'web-ui-and-lib-know-no-feature'],
  ['apps/web/src/ui/a.tsx', '@/lib/graphql/b', 'web-ui-holds-no-data'],
  ['apps/web/src/features/one/a.ts', '@/features/two/b', 'no-feature-imports-another'],
  ['apps/api/src/made.ts', '../../../libs/testing/src/b.ts', 'testing-only-in-tests'],
  // A cycle is reported once, at the first of its files.
  ['apps/api/src/circle-a.ts', './circle-b.ts', 'no-circular-imports'],
  ['apps/api/src/lost.ts', './nowhere.ts', 'nothing-unresolvable'],
  ['apps/api/src/undeclared.ts', 'left-pad', 'only-declared-dependencies'],
];

const allowed = {
  'libs/types/src/good.ts': "import 'zod';",
  'apps/api/src/good.test.ts': "import '../../../libs/testing/src/b.ts'; import 'bullmq';",
  'apps/worker/src/good.ts': "import type { X } from './better.ts';",
  'apps/worker/src/better.ts': "import './good.ts';",
  'apps/web/src/features/one/good.ts':
    "import '@/ui/b'; import '@/lib/graphql/b'; import './b.ts';",
};

const targets = [
  'libs/db/src',
  'libs/payment-adapters/src',
  'libs/testing/src',
  'apps/api/src',
  'apps/worker/src',
  'apps/web/src/features/one',
  'apps/web/src/features/two',
  'apps/web/src/lib/graphql',
  'apps/web/src/ui',
];

let dir: string;
let found: { from: string; rule: { name: string } }[];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'foyer-boundaries-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  for (const [file, imports] of violations) write(file, `import '${imports}';`);
  for (const [file, text] of Object.entries(allowed)) write(file, text);
  write('apps/api/src/circle-b.ts', "import './circle-a.ts';");
  for (const target of targets) write(`${target}/b.ts`, 'export {};');
  const packages = ['pg', 'bullmq', 'express', 'stripe', 'zod', 'left-pad'];
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, `{"name":"${name}","main":"index.js"}`);
    write(`node_modules/${name}/index.js`, '');
  }
  const dependencies = Object.fromEntries(packages.slice(0, -1).map((name) => [name, '1']));
  write('package.json', JSON.stringify({ dependencies }));
  write(
    'apps/web/tsconfig.json',
    '{"compilerOptions":{"moduleResolution":"bundler","paths":{"@/*":["./src/*"]}}}',
  );

  const cruiser = join(rootDir, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(rootDir, '.dependency-cruiser.cjs');
  const run = spawnSync(
    process.execPath,
    [cruiser, '--config', config, '--output-type', 'json', 'apps', 'libs'],
    { cwd: dir, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  found = JSON.parse(run.stdout).summary.violations;
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.each(violations)('%s importing %s breaks %s', (file, _imports, rule) => {
  expect(found.filter(({ from }) => from === file).map((v) => v.rule.name)).toContain(rule);
});

test.each(Object.keys(allowed))('%s keeps the rules', (file) => {
  expect(found.filter(({ from }) => from === file)).toEqual([]);
});
