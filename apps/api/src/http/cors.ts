import { requestIdHeader } from '@foyer/runtime';
import cors from 'cors';
import type { Express } from 'express';

/** Browsers of one other origin may call us with the refresh cookie: the web app's. */
export function installCors(app: Express, { publicWebUrl }: { publicWebUrl: string }): void {
  app.use(
    cors({
      origin: new URL(publicWebUrl).origin,
      credentials: true,
      methods: ['GET', 'POST'],
      allowedHeaders: [
        'authorization',
        'content-type',
        'x-registration-token',
        'x-event-link',
        requestIdHeader,
      ],
      exposedHeaders: [
        requestIdHeader,
        'retry-after',
        'ratelimit',
        'ratelimit-policy',
        'content-disposition',
      ],
      maxAge: 7200,
    }),
  );
}
