import { createLogger, envVariable, handleSignals, onShutdown, parseEnv } from '@foyer/runtime';
import { z } from 'zod';
import { startInbox } from './inbox.ts';

const logger = createLogger('inbox');
handleSignals(logger);

try {
  const env = parseEnv(
    z.object({
      INBOX_PORT: envVariable.port(1080),
      SMTP_PORT: envVariable.port(1025),
      INBOX_DIR: z.string().default('.foyer/inbox'),
    }),
  );
  const inbox = await startInbox({
    httpPort: env.INBOX_PORT,
    smtpPort: env.SMTP_PORT,
    dir: env.INBOX_DIR,
    logger,
  });
  onShutdown('inbox', inbox.close);
  logger.info({ url: inbox.url, smtp: inbox.smtpUrl }, 'inbox is ready');
} catch (err) {
  logger.fatal({ err }, err instanceof Error ? err.message : 'could not start');
  process.exit(1);
}
