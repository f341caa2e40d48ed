export * from './port.ts';
export * from './registry.ts';
export {
  createStripeAdapter,
  type StripeAdapterOptions,
  subscribedEvents,
} from './stripe/index.ts';
