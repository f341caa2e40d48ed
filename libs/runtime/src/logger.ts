import { type DestinationStream, type Logger, pino } from 'pino';
import { loggedError } from './logged-error.ts';

export type { Logger };

/** Keys whose values never reach a log, at the top level or up to two levels down. */
const secretKeys = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-registration-token"]',
  '["x-event-link"]',
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
  'registrationToken',
  'deviceToken',
  'secret',
  'clientSecret',
  'privateKey',
];

const redactPaths = ['', '*', '*.*'].flatMap((parent) =>
  secretKeys.map((key) =>
    key.startsWith('[') || parent === '' ? parent + key : `${parent}.${key}`,
  ),
);

/**
 * One JSON line per entry on stdout: {level, time (ISO), service, msg, …}. Errors go under `err`, without the
 * data that they carry.
 * Do not log personal data: log ids. The redaction is a net below that rule, not a licence.
 */
export function createLogger(
  service: string,
  options: { level?: string; destination?: DestinationStream } = {},
): Logger {
  return pino(
    {
      base: { service },
      level: options.level ?? process.env.LOG_LEVEL ?? 'info',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => loggedError(error) },
      redact: { paths: redactPaths, censor: '[redacted]' },
    },
    // Not synchronous: thousands of requests a second must not each wait for the terminal. What is
    // buffered is written when the process exits.
    options.destination ?? pino.destination({ dest: 1, sync: false }),
  );
}
