export * from './errors.ts';
export * from './money.ts';
export * from './outbox.ts';
export * from './reservation.ts';
export * from './scan.ts';
