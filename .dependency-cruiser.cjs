/** The directions of imports; see docs/architecture.md. Each rule says what breaks without it. */
const ownTests = '\\.test\\.tsx?$|/test/|/e2e/';
/** A package by its name in an import, wherever pnpm has put it. */
const npm = (...names) => `(^|/)node_modules/(?:${names.join('|')})(/|$)`;

/** Next resolves the first two, the third is types alone. */
const resolvedByOthers = '\\.css$|^server-only$|^@graphql-typed-document-node/core$';

module.exports = {
  forbidden: [
    {
      name: 'types-imports-only-zod',
      comment: 'What crosses a process is read by every process; it must not drag anything along.',
      severity: 'error',
      from: { path: '^libs/types/', pathNot: ownTests },
      to: { pathNot: ['^libs/types/', npm('zod')] },
    },
    {
      name: 'ticket-token-imports-only-types',
      comment: 'Tokens are verified in the browser and at the door too: pure, with what Node has.',
      severity: 'error',
      from: { path: '^libs/ticket-token/', pathNot: ownTests },
      to: {
        pathNot: ['^libs/(ticket-token|types)/', npm('zod')],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'runtime-imports-only-types',
      comment: 'Every service stands on runtime; it must not know any of them.',
      severity: 'error',
      from: { path: '^libs/runtime/', pathNot: ownTests },
      to: { path: '^(apps|libs)/', pathNot: '^libs/(runtime|types)/' },
    },
    {
      name: 'db-imports-no-adapters-and-no-apps',
      comment: 'Rules live in the database; how a provider speaks does not.',
      severity: 'error',
      from: { path: '^libs/db/', pathNot: ownTests },
      to: { path: '^(apps/|libs/(payment-adapters|storage|testing|local-inbox)/)' },
    },
    {
      name: 'libs-import-no-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-app-imports-another',
      comment: 'Apps meet in the database, the queue and over HTTP; each is deployed by itself.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'api-never-imports-bullmq',
      comment: 'The API writes to the outbox in its transaction; only the relay adds jobs.',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: ownTests },
      to: { path: npm('bullmq') },
    },
    {
      name: 'worker-never-imports-the-http-side',
      severity: 'error',
      from: { path: '^apps/worker/', pathNot: ownTests },
      to: { path: npm('express', 'postgraphile', 'grafserv', 'grafast') },
    },
    {
      name: 'checkin-never-imports-payments-or-postgraphile',
      comment: 'A scan answers in milliseconds and must not wait for anything of the sale.',
      severity: 'error',
      from: { path: '^apps/checkin/', pathNot: ownTests },
      to: { path: ['^libs/payment-adapters/', npm('postgraphile', 'stripe')] },
    },
    {
      name: 'web-never-imports-the-database',
      comment: 'The web app talks GraphQL, so that row level security decides everything.',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: ownTests },
      to: { path: ['^libs/(?!types/|ticket-token/)', npm('pg', 'knex', 'ioredis')] },
    },
    {
      name: 'web-ui-and-lib-know-no-feature',
      severity: 'error',
      from: { path: '^apps/web/src/(ui|lib)/' },
      to: { path: '^apps/web/src/(features|app|shell)/' },
    },
    {
      name: 'web-ui-holds-no-data',
      comment: 'Primitives get what they show; they fetch nothing.',
      severity: 'error',
      from: { path: '^apps/web/src/ui/', pathNot: ownTests },
      to: { path: '^apps/web/src/(lib/graphql|gql)/' },
    },
    {
      name: 'no-feature-imports-another',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/([^/]+)/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'testing-only-in-tests',
      comment: 'What makes and drops databases has no place in what is deployed.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [ownTests, '^libs/testing/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'no-circular-imports',
      severity: 'error',
      from: { pathNot: '/gql/' },
      to: {
        circular: true,
        dependencyTypesNot: ['type-only'],
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    },
    {
      name: 'only-declared-dependencies',
      comment: 'pnpm hoists nothing in production; what is not in package.json is not there.',
      severity: 'error',
      from: { path: '^(apps|libs|scripts)/', pathNot: ownTests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'], pathNot: resolvedByOthers },
    },
    {
      name: 'nothing-unresolvable',
      severity: 'error',
      from: { path: '^(apps|libs|scripts)/' },
      to: { couldNotResolve: true, pathNot: resolvedByOthers },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|coverage|dist)/|next-env\\.d\\.ts$' },
    // TypeScript 7 has no programming interface yet; swc reads the same imports.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'apps/web/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
