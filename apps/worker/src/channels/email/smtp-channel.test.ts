import { createTestDatabase, freePort } from '@foyer/testing';
import { type MailServer, startMailServer } from '../../../test/mail-server.ts';
import type { EmailChannel, Mail } from './email-channel.ts';
import { addressPattern, createSmtpChannel } from './smtp-channel.ts';

let server: MailServer;
let channel: EmailChannel;
beforeAll(async () => {
  server = await startMailServer();
  channel = createSmtpChannel({ url: server.url, from: 'tickets@foyer.test' });
});
afterAll(() => server.close());
beforeEach(() => {
  server.received.length = 0;
});

const mail: Mail = {
  to: 'ada@example.org',
  fromName: 'Lumen & Söhne',
  subject: 'Grüße',
  html: '<p>Hi</p>',
  text: 'Hi',
  dedupeKey: 'a-key',
};

test('sends both parts, the sender’s name and the marks of a machine', async () => {
  expect(await channel.send({ ...mail, replyTo: 'org@example.org' })).toEqual({
    outcome: 'accepted',
  });
  const [received] = server.received;
  expect(received?.from).toEqual({ name: 'Lumen & Söhne', address: 'tickets@foyer.test' });
  expect(received?.replyTo?.[0]?.address).toBe('org@example.org');
  expect(received?.subject).toBe('Grüße');
  expect(received?.html).toContain('<p>Hi</p>');
  expect(received?.text?.trim()).toBe('Hi');
  expect(header(received?.headers, 'auto-submitted')).toBe('auto-generated');
});

test('the same key has the same Message-ID, another key another', async () => {
  for (const dedupeKey of ['a', 'a', 'b']) await channel.send({ ...mail, dedupeKey });
  const [first, second, third] = server.received.map(({ messageId }) => messageId);
  expect(first).toMatch(/^<[0-9a-f]{40}@foyer\.test>$/);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('line breaks in a name or a subject add no header', async () => {
  const evil = 'Hello\r\nBcc: eve@example.org\r\nX-Evil: 1\r\n\r\nbody';
  await channel.send({ ...mail, fromName: evil, subject: evil, replyTo: `a@b.c\r\nX-Evil: 1` });
  const [received] = server.received;
  expect(received?.to).toEqual(['ada@example.org']);
  expect(header(received?.headers, 'x-evil')).toBeUndefined();
  expect(header(received?.headers, 'bcc')).toBeUndefined();
  expect(received?.from?.address).toBe('tickets@foyer.test');
});

test.each(['a@x.org, b@x.org', 'a@x.org\r\nRCPT TO:<eve@x.org>', '<a@x.org>', 'nobody', ''])(
  'sends nothing to %j',
  async (to) => {
    expect(await channel.send({ ...mail, to })).toMatchObject({
      outcome: 'refused',
      isPermanent: true,
    });
    expect(server.received).toEqual([]);
  },
);

test('tells a mailbox that does not exist from a server that is busy', async () => {
  server.refuse('recipient', 550, 'no such user ada@example.org');
  const permanent = await channel.send(mail);
  expect(permanent).toMatchObject({ outcome: 'refused', isPermanent: true });
  expect(JSON.stringify(permanent)).not.toContain('ada@');
  server.answerNext({ code: 451, text: 'greylisted' });
  expect(await channel.send(mail)).toMatchObject({ outcome: 'refused', isPermanent: false });
});

test.each(['greeting', 'sender'] as const)(
  'a server that refuses us at the %s may take the message later',
  async (step) => {
    // Of its own, so that it is greeted.
    const another = createSmtpChannel({ url: server.url, from: 'tickets@foyer.test' });
    server.refuse(step, 554, 'sent too much today');
    expect(await another.send(mail)).toMatchObject({ outcome: 'refused', isPermanent: false });
    expect(await another.send(mail)).toEqual({ outcome: 'accepted' });
    another.close();
  },
);

test('what is refused for what it says is refused for good', async () => {
  server.answerNext({ code: 554, text: 'looks like spam' });
  expect(await channel.send(mail)).toMatchObject({ outcome: 'refused', isPermanent: true });
});

test('a server that is not there has surely not taken the message', async () => {
  const nobody = createSmtpChannel({
    url: `smtp://127.0.0.1:${await freePort()}`,
    from: 'tickets@foyer.test',
  });
  expect(await nobody.send(mail)).toMatchObject({ outcome: 'refused', isPermanent: false });
});

test('a connection that breaks after the message throws: it may have been taken', async () => {
  server.answerNext('hang_up');
  await expect(channel.send(mail)).rejects.toThrow();
});

function header(headers: { key: string; value: string }[] | undefined, name: string) {
  return headers?.find(({ key }) => key === name)?.value;
}

test('whatever the database takes for an address, a mail can be sent to', async () => {
  const database = await createTestDatabase();
  try {
    const { rows } = await database.pools.admin.query<{ address: string }>(
      `select address from generate_series(1, 65535) as c
       cross join lateral unnest(array['a' || chr(c) || 'b@x.org', 'a@b' || chr(c) || 'x.org', 'a@x.org' || chr(c)]) as address
       where c not between 55296 and 57343 and app_hidden.is_email_address(address)`,
    );
    const taken = rows.map(({ address }) => address);
    expect(taken).toContain('a+b@x.org');
    expect(taken.length).toBeGreaterThan(100_000);
    expect(taken.filter((address) => !addressPattern.test(address))).toEqual([]);
  } finally {
    await database.close();
  }
});
