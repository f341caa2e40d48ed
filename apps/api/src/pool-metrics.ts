export { measurePools } from '@foyer/runtime';
