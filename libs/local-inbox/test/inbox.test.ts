import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@foyer/runtime';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { type Inbox, type Message, type MessageSummary, startInbox } from '../src/index.ts';

const logger = createLogger('inbox-test', { level: 'silent' });
let dir: string;
let inbox: Inbox;

const start = (maxMessages?: number) =>
  startInbox({ httpPort: 0, smtpPort: 0, dir, logger, maxMessages });

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport(inbox.smtpUrl);
  await transport.sendMail({ from: 'Box office <box@foyer.localhost>', text: 'Hello', ...mail });
  transport.close();
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(inbox.url + path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'foyer-inbox-'));
  inbox = await start();
});

afterEach(async () => {
  await inbox.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a mail that was sent is listed for its recipient and for nobody else', async () => {
  await send({ to: 'Zoë <Zoe@example.org>', subject: 'Deine Karten' });

  const mine = await get<MessageSummary[]>('/api/messages?to=zoe@example.org');
  expect(mine).toMatchObject([
    {
      subject: 'Deine Karten',
      from: { name: 'Box office', address: 'box@foyer.localhost' },
      recipients: ['zoe@example.org'],
      preview: 'Hello',
    },
  ]);
  expect(await get('/api/messages?to=other@example.org')).toEqual([]);
});

test('a blind copy is found by its recipient, whom the headers do not name', async () => {
  await send({ to: 'a@example.org', bcc: 'b@example.org', subject: 'Both' });

  expect(await get('/api/messages?to=b@example.org')).toHaveLength(1);
});

test('an attachment comes back byte by byte under its own name', async () => {
  const content = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 255, 10, 13]);
  await send({ to: 'a@example.org', attachments: [{ filename: 'Karte „1“.pdf', content }] });
  const [summary] = await get<MessageSummary[]>('/api/messages');
  const message = await get<Message>(`/api/messages/${summary?.id}`);

  const response = await fetch(`${inbox.url}/api/messages/${message.id}/attachments/0`);

  expect(message.attachments).toMatchObject([{ filename: 'Karte „1“.pdf', sizeBytes: 8 }]);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(content);
});

test('HTML is served sandboxed: a mail can neither run scripts nor call the inbox', async () => {
  await send({ to: 'a@example.org', html: '<script>alert(1)</script><p>Hi</p>' });
  const [summary] = await get<MessageSummary[]>('/api/messages');

  const response = await fetch(`${inbox.url}/api/messages/${summary?.id}/html`);

  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain('sandbox');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src|connect-src/);
});

test('an HTML file as attachment is a download and never a page', async () => {
  await send({
    to: 'a@example.org',
    attachments: [{ filename: 'x.html', content: '<script>1</script>', contentType: 'text/html' }],
  });
  const [summary] = await get<MessageSummary[]>('/api/messages');

  const response = await fetch(`${inbox.url}/api/messages/${summary?.id}/attachments/0`);

  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
});

test('embedded pictures are found by their content id', async () => {
  await send({
    to: 'a@example.org',
    html: '<img src="cid:logo">',
    attachments: [{ filename: 'logo.png', content: Buffer.from('png'), cid: 'logo' }],
  });
  const [summary] = await get<MessageSummary[]>('/api/messages');

  const html = await (await fetch(`${inbox.url}/api/messages/${summary?.id}/html`)).text();

  expect(html).toContain(`src="/api/messages/${summary?.id}/attachments/0"`);
});

test('mails survive a restart, in their order', async () => {
  await send({ to: 'a@example.org', subject: 'first' });
  await send({ to: 'a@example.org', subject: 'second' });

  await inbox.close();
  inbox = await start();

  const subjects = (await get<MessageSummary[]>('/api/messages')).map(({ subject }) => subject);
  expect(subjects).toEqual(['second', 'first']);
});

test('beyond the cap the oldest mail goes, its files too', async () => {
  await inbox.close();
  inbox = await start(2);
  for (const subject of ['one', 'two', 'three']) await send({ to: 'a@example.org', subject });

  const subjects = (await get<MessageSummary[]>('/api/messages')).map(({ subject }) => subject);
  expect(subjects).toEqual(['three', 'two']);
  expect(readdirSync(dir).filter((file) => file.endsWith('.eml'))).toHaveLength(2);
});

test('DELETE empties the inbox', async () => {
  await send({ to: 'a@example.org' });

  const response = await fetch(`${inbox.url}/api/messages`, { method: 'DELETE' });

  expect(response.status).toBe(204);
  expect(await get('/api/messages')).toEqual([]);
  expect(readdirSync(dir)).toEqual([]);
});

test('an open page hears of a new mail', async () => {
  const response = await fetch(`${inbox.url}/api/changes`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();

  await send({ to: 'a@example.org' });

  expect((await reader?.read())?.value).toContain('event: changed');
  await reader?.cancel();
});

test('a name that somebody else pointed at this machine is refused', async () => {
  const { port } = new URL(inbox.url);
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    request({ port, path: '/api/messages', headers: { host: 'evil.example' } }, (res) =>
      resolve(res.resume().statusCode),
    ).end();
  });

  expect(status).toBe(421);
});

test.each(['/api/messages/nope', '/api/messages/..%2f..%2fsecrets', '/api/messages/nope/raw'])(
  'GET %s is not found',
  async (path) => {
    expect((await fetch(inbox.url + path)).status).toBe(404);
  },
);
