import { join } from 'node:path';
import express, { type Express, type Request, type Response } from 'express';
import { type Message, summarize } from './message.ts';
import type { Store } from './store.ts';

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For the mail's own HTML: no script, no form, no way back to the inbox; pictures may load. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline' http: https:; font-src data: http: https:; frame-ancestors 'self'";

/** Types a browser shows without running anything; everything else is a download. */
const VIEWABLE = /^(image\/(png|jpeg|gif|webp)|application\/pdf|text\/plain|text\/calendar)$/;

/** A comment now and then keeps proxies and sleeping laptops from dropping the stream. */
const HEARTBEAT_MS = 20_000;

export function createHttpApp(store: Store): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(refuseForeignHosts);
  app.use((_req, res, next) => {
    res.set({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    next();
  });

  app.get('/api/messages', (req, res) => {
    res.json(store.list().filter(matcher(req)).map(summarize));
  });
  app.delete('/api/messages', async (_req, res) => {
    await store.clear();
    res.status(204).end();
  });
  app.get('/api/messages/:id', (req, res) => withMessage(req, res, store, (m) => res.json(m)));
  app.delete('/api/messages/:id', async (req, res) => {
    res.status((await store.remove(String(req.params.id))) ? 204 : 404).end();
  });
  app.get('/api/messages/:id/raw', async (req, res) => {
    const raw = await store.raw(String(req.params.id));
    if (!raw) return notFound(res);
    res.type('text/plain').send(Buffer.from(raw));
  });
  app.get('/api/messages/:id/html', (req, res) =>
    withMessage(req, res, store, (message) => {
      res.set('content-security-policy', MAIL_POLICY).type('text/html').send(viewableHtml(message));
    }),
  );
  app.get('/api/messages/:id/attachments/:n', (req, res) => sendAttachment(req, res, store));
  app.get('/api/changes', (req, res) => streamChanges(req, res, store));

  app.use(
    express.static(join(import.meta.dirname, 'page'), {
      setHeaders: (res) => res.setHeader('content-security-policy', PAGE_POLICY),
    }),
  );
  return app;
}

/**
 * A web page anywhere could point a name of its own at 127.0.0.1 and read the mails through the
 * visitor's browser; its name in the Host header gives it away.
 */
function refuseForeignHosts(req: Request, res: Response, next: () => void): void {
  const host = (req.headers.host ?? '').replace(/:\d+$/, '');
  if (['localhost', '127.0.0.1', '[::1]'].includes(host) || host.endsWith('.localhost')) next();
  else res.status(421).json({ error: { code: 'WRONG_HOST', message: 'Ask for localhost.' } });
}

function matcher(req: Request): (message: Message) => boolean {
  const to = typeof req.query.to === 'string' ? req.query.to.toLowerCase() : '';
  const subject = typeof req.query.subject === 'string' ? req.query.subject.toLowerCase() : '';
  return (message) =>
    (!to || message.recipients.includes(to)) && message.subject.toLowerCase().includes(subject);
}

function withMessage(req: Request, res: Response, store: Store, use: (m: Message) => void): void {
  const message = store.get(String(req.params.id));
  if (message) use(message);
  else notFound(res);
}

function notFound(res: Response): void {
  res.status(404).json({ error: { code: 'NOT_FOUND', message: 'There is no such mail.' } });
}

async function sendAttachment(req: Request, res: Response, store: Store): Promise<void> {
  const id = String(req.params.id);
  const n = Number(req.params.n);
  const attachment = store.get(id)?.attachments[n];
  const content = await store.attachment(id, n);
  if (!attachment || !content) return notFound(res);
  const isViewable = VIEWABLE.test(attachment.mimeType);
  res.attachment(attachment.filename);
  if (isViewable && req.query.download === undefined) {
    res.set(
      'content-disposition',
      String(res.get('content-disposition')).replace('attachment', 'inline'),
    );
  }
  res
    .type(isViewable ? attachment.mimeType : 'application/octet-stream')
    .send(Buffer.from(content));
}

/** The mail's HTML with its links opening outside and its embedded pictures found. */
function viewableHtml(message: Message): string {
  const withPictures = (message.html ?? '').replaceAll(/cid:([^"'\s)>]+)/g, (whole, contentId) => {
    const n = message.attachments.findIndex((a) => a.contentId === decodeURIComponent(contentId));
    return n < 0 ? whole : `/api/messages/${message.id}/attachments/${n}`;
  });
  return `<base target="_blank">${withPictures}`;
}

function streamChanges(req: Request, res: Response, store: Store): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  res.write('retry: 1000\n\n');
  const stop = store.onChange(() => res.write('event: changed\ndata: {}\n\n'));
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  req.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}
