import { createLogger, createMetrics } from '@foyer/runtime';
import { GraphQLError } from 'graphql';
import { createErrorMask } from '../../src/graphql/errors.ts';

const logger = createLogger('api', { level: 'silent' });

test('errors are counted by a code we know, from zero on', async () => {
  const metrics = createMetrics('api');
  const mask = createErrorMask({ logger, metrics });
  const counted = async (code: string) =>
    new RegExp(`foyer_graphql_errors_total\\{code="${code}",service="api"\\} (\\d+)`).exec(
      await metrics.render(),
    )?.[1];
  expect(await counted('INTERNAL')).toBe('0');
  const caused = (originalError: Error) => new GraphQLError('x', { originalError });
  expect(mask(caused(new Error('a secret of ours'))).message).not.toContain('secret');
  mask(caused(Object.assign(new Error('sold out'), { code: 'FY001' })));
  mask(new GraphQLError('of a client', { extensions: { code: 'MADE_UP_BY_A_LIBRARY' } }));
  expect(await counted('INTERNAL')).toBe('1');
  expect(await counted('SOLD_OUT')).toBe('1');
  expect(await counted('other')).toBe('1');
  expect(await counted('MADE_UP_BY_A_LIBRARY')).toBeUndefined();
});

test('an event whose time no ticket can tell is refused with the years that can be', () => {
  const mask = createErrorMask({ logger, metrics: createMetrics('api') });
  const refusal = (constraint: string) =>
    mask(
      new GraphQLError('x', {
        originalError: Object.assign(new Error('violates'), { code: '23514', constraint }),
      }),
    );
  expect(refusal('events_fit_on_a_ticket')).toMatchObject({
    message: 'An event and its check-in lie between 1970 and 2105.',
    extensions: { code: 'INVALID_INPUT' },
  });
  expect(refusal('events_slug_check').message).toBe('A value is missing or not allowed.');
});

test('an error that is frozen, as Grafast’s own are, is masked and logged like any other', () => {
  const lines: string[] = [];
  const listening = createLogger('api', {
    level: 'error',
    destination: { write: (line) => void lines.push(line) },
  });
  const mask = createErrorMask({ logger: listening, metrics: createMetrics('api') });
  const frozen = Object.freeze(new Error('took too long'));
  const masked = mask(new GraphQLError('x', { originalError: frozen }));
  expect(masked.extensions.code).toBe('INTERNAL');
  expect(lines.join()).toContain('took too long');
});
