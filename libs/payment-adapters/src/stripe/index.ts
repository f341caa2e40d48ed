export { createStripeAdapter, type StripeAdapterOptions } from './adapter.ts';
export { subscribedEvents } from './webhooks.ts';
