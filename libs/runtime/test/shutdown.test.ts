import {
  createLogger,
  isShuttingDown,
  onShutdown,
  readiness,
  resetShutdown,
  runShutdown,
} from '../src/index.ts';

const logger = createLogger('test', { level: 'silent' });
afterEach(resetShutdown);

test('steps stop in reverse order, once, and a failing or hanging one does not keep the rest', async () => {
  const stopped: string[] = [];
  onShutdown('pool', () => stopped.push('pool'));
  onShutdown('broken', () => Promise.reject(new Error('no')));
  onShutdown('hung', () => new Promise(() => {}));
  onShutdown('server', async () => stopped.push('server'));
  expect(isShuttingDown()).toBe(false);
  await Promise.all([runShutdown(logger, 20), runShutdown(logger, 20)]);
  expect(stopped).toEqual(['server', 'pool']);
});

test('readiness says stopping from the first moment of a shutdown', async () => {
  const done = runShutdown(logger);
  expect((await readiness({})).status).toBe('stopping');
  await done;
});
