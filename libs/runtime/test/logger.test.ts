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
])('secrets never reach a line: %j', (entry) => {
  const { logger, lines } = capture();
  logger.info(entry, 'x');
  expect(lines.join()).not.toContain('canary');
  expect(lines.join()).toContain('[redacted]');
});
