export * from './env.ts';
export * from './health.ts';
export * from './kill-point.ts';
export * from './logger.ts';
export * from './metrics.ts';
export * from './request-id.ts';
export * from './shutdown.ts';
export * from './timeout.ts';
