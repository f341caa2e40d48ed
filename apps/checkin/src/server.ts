import { createServer } from 'node:http';
import { createGracefulClose, handleSignals, keepObjectsYoung, onShutdown } from '@foyer/runtime';
import { compose } from './composition.ts';
import { readEnv } from './env.ts';
import { createApp } from './http/app.ts';

keepObjectsYoung();
const env = readEnv();
const { logger, metrics, handle, checks, service, close } = compose(env);
handleSignals(logger);
onShutdown('check-in service', close);

await service.sync.start(env.CHECKIN_LISTEN_DATABASE_URL ?? env.CHECKIN_DATABASE_URL);

const app = createApp({ handle, metrics, logger, checks, publicWebUrl: env.PUBLIC_WEB_URL });
const server = createServer(app);
onShutdown('http', createGracefulClose(server));
// Guests come with gaps: a phone keeps its connection. And longer than a load balancer's own (60 s mostly).
server.keepAliveTimeout = 65_000;
server.on('error', (err) => {
  logger.fatal({ err, port: env.CHECKIN_PORT }, 'cannot listen');
  process.exit(1);
});
server.listen(env.CHECKIN_PORT, env.HOST, () => {
  logger.info({ port: env.CHECKIN_PORT }, 'listening');
});
