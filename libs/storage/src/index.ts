export * from './disk.ts';
export * from './key.ts';
export * from './signature.ts';
export * from './storage.ts';
