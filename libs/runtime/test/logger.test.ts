import { createLogger } from '../src/index.ts';

function capture() {
  const lines: string[] = [];
  const logger = createLogger('test', {
    level: 'info',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { logger, lines };
}

test('entries are JSON with service, level name and ISO time', () => {
  const { logger, lines } = capture();
  logger.info({ requestId: 'r-1' }, 'hello');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    service: 'test',
    level: 'info',
    msg: 'hello',
    requestId: 'r-1',
    time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
  });
});

test.each([
  { authorization: 'canary' },
  { headers: { authorization: 'canary', cookie: 'canary', 'set-cookie': 'canary' } },
  { req: { headers: { 'x-registration-token': 'canary', 'x-event-link': 'canary' } } },
  { body: { password: 'canary', token: 'canary', newPassword: 'canary' } },
  { secret: 'canary', job: { data: { token: 'canary' } } },
  { tried: [{ password: 'canary' }] },
])('secrets never reach a line: %j', (entry) => {
  const { logger, lines } = capture();
  logger.info(entry, 'x');
  expect(lines.join()).not.toContain('canary');
  expect(lines.join()).toContain('[redacted]');
});

test('an entry is not changed by being logged, and what is no secret is told', () => {
  const { logger, lines } = capture();
  const entry = { at: new Date(0), tried: ['a', { password: 'canary', status: 401 }], count: 2 };
  logger.info(Object.freeze(entry), 'x');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    at: '1970-01-01T00:00:00.000Z',
    tried: ['a', { password: '[redacted]', status: 401 }],
    count: 2,
  });
  expect(entry.tried[1]).toMatchObject({ password: 'canary' });
});

test('an error is told without the data it carries, and so are the errors it holds', () => {
  const { logger, lines } = capture();
  const reply = Object.assign(new Error('OOM command not allowed'), {
    command: { name: 'evalsha', args: ['{"token":"canary"}'] },
  });
  const row = Object.assign(new Error('duplicate key value'), {
    code: '23505',
    constraint: 'users_email_key',
    detail: 'Key (email)=(canary@example.org) already exists.',
    where: 'JSON data, line 1: {"name":"canary',
  });
  const provider = Object.assign(new Error('No such customer', { cause: reply }), {
    statusCode: 404,
    raw: { param: 'canary' },
    config: { headers: { apiKey: 'canary' } },
    previousErrors: [reply],
    originalError: row,
  });
  logger.error({ err: new AggregateError([provider, reply], 'both failed') }, 'x');
  logger.child({ job: 'j' }).warn(reply);
  expect(lines.join()).not.toContain('canary');
  const { err } = JSON.parse(lines[0] ?? '');
  expect(err).toMatchObject({
    type: 'AggregateError',
    message: 'both failed',
    errors: [
      {
        message: 'No such customer',
        statusCode: 404,
        cause: { message: 'OOM command not allowed', command: 'evalsha' },
        previousErrors: [{ command: 'evalsha' }],
        originalError: { code: '23505', constraint: 'users_email_key' },
      },
      { command: 'evalsha' },
    ],
  });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ job: 'j', err: { command: 'evalsha' } });
});

test('an error that holds itself, or is frozen, is told all the same', () => {
  const { logger, lines } = capture();
  const error = new Error('around');
  logger.error({ err: Object.freeze(Object.assign(error, { originalError: error })) }, 'x');
  expect(JSON.parse(lines[0] ?? '').err.message).toBe('around');
});
