import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installHealth, type Logger } from '@foyer/runtime';
import { createHttpApp } from './http.ts';
import { createSmtpServer } from './smtp.ts';
import { openStore, type Store } from './store.ts';

export interface InboxOptions {
  /** 0 takes any free one. */
  httpPort: number;
  smtpPort: number;
  /** Where mails are kept. */
  dir: string;
  logger: Logger;
  maxMessages?: number;
}

export interface Inbox {
  /** The page and the API. */
  url: string;
  smtpUrl: string;
  store: Store;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts the SMTP server and the page; both are up when it resolves. */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const store = await openStore(options.dir, options.maxMessages);
  const smtp = createSmtpServer(store, options.logger);
  const app = createHttpApp(store);
  installHealth(app, {
    smtp: async () => smtp.server.listening || Promise.reject(new Error('off')),
  });
  const http = createServer(app);

  smtp.listen(options.smtpPort, HOST);
  http.listen(options.httpPort, HOST);
  await Promise.all([once(smtp.server, 'listening'), once(http, 'listening')]);
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  return {
    url: `http://${HOST}:${portOf(http)}`,
    smtpUrl: `smtp://${HOST}:${portOf(smtp.server)}`,
    store,
    async close() {
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise<void>((resolve) => {
          http.close(() => resolve());
          http.closeAllConnections();
        }),
      ]);
    },
  };
}
