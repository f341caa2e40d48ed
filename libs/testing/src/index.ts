export { createTestDatabase, type TestDatabase, type TestPools } from './database.ts';
export { testEnvironment } from './environment.ts';
export * from './factories/index.ts';
export { freePort } from './free-port.ts';
export { createTestRedis, type TestRedis } from './redis.ts';
export { inRollback } from './rollback.ts';
export { sealEverything } from './sealed.ts';
export { databaseUrl, withAdmin } from './template.ts';
export { until } from './until.ts';
