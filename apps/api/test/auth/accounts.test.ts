import { createAccounts } from '../../src/auth/accounts.ts';
import { errorOf, startTestApi, type TestApi } from '../support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const form = (changes: object = {}) => ({
  email: `${crypto.randomUUID()}@example.org`,
  password: 'a quiet evening',
  name: 'Ada Lovelace',
  locale: 'de',
  ...changes,
});
const signIn = (email: string, password: string) => api.post('/auth/sign-in', { email, password });

type Mail = { topic: string; payload: { token: string; locale: string; email: string } };
async function mailsTo(email: string): Promise<Mail[]> {
  const { rows } = await api.db.adminPool.query<Mail>(
    `select topic, payload from app_private.outbox where payload ->> 'email' = $1 order by id`,
    [email],
  );
  return rows;
}
const lastToken = async (email: string) => (await mailsTo(email)).at(-1)?.payload.token ?? '';

test('signing up mails a link, and only the link makes the account usable', async () => {
  const ada = form();
  const answer = await api.post('/auth/sign-up', ada);
  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ status: 'mail_sent' });
  expect(await mailsTo(ada.email)).toMatchObject([
    { topic: 'user.verification_requested', payload: { locale: 'de' } },
  ]);

  const tooEarly = await signIn(ada.email, ada.password);
  expect(tooEarly.status).toBe(401);

  const token = await lastToken(ada.email);
  const verified = await api.post('/auth/verify-email', { token });
  expect(await verified.json()).toEqual({ status: 'verified', email: ada.email });
  const signedIn = await signIn(ada.email.toUpperCase(), ada.password);
  expect(signedIn.status).toBe(200);
  expect(await signedIn.json()).toMatchObject({
    expiresIn: 900,
    user: { email: ada.email, name: 'Ada Lovelace', locale: 'de' },
  });

  const again = await api.post('/auth/verify-email', { token });
  expect(again.status).toBe(401);
  expect(await errorOf(again)).toMatchObject({ code: 'TOKEN_INVALID', hint: expect.any(String) });
});

test('the password is kept as argon2id and the link as a hash only', async () => {
  const ada = form();
  await api.post('/auth/sign-up', ada);
  const token = await lastToken(ada.email);
  const { rows } = await api.db.adminPool.query(
    `select row_to_json(t)::text as text from app_private.email_tokens t
     where t.user_id = (select id from app_public.users where email = $1)`,
    [ada.email],
  );
  expect(rows[0].text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  expect(rows[0].text).not.toContain(token);
  expect(rows[0].text).not.toContain(ada.password);
});

test('signing up again tells a stranger nothing, and the owner by mail', async () => {
  const ada = form();
  const first = await api.post('/auth/sign-up', ada);
  await api.post('/auth/verify-email', { token: await lastToken(ada.email) });

  const again = await api.post('/auth/sign-up', { ...ada, password: 'somebody elses words' });
  expect(again.status).toBe(first.status);
  expect(await again.json()).toEqual(await first.json());
  expect((await mailsTo(ada.email)).at(-1)?.topic).toBe('user.sign_up_repeated');
  expect((await signIn(ada.email, ada.password)).status).toBe(200);
  expect((await signIn(ada.email, 'somebody elses words')).status).toBe(401);
});

test("an account prepared for somebody else's address gets its owner's password, not the stranger's", async () => {
  const owner = form();
  await api.post('/auth/sign-up', { ...owner, password: 'the strangers words' });
  await api.post('/auth/sign-up', owner);
  const ownersLink = await lastToken(owner.email);
  await api.post('/auth/sign-up', { ...owner, password: 'the strangers words' });
  const strangersLink = await lastToken(owner.email);

  await api.post('/auth/verify-email', { token: ownersLink });
  expect((await signIn(owner.email, owner.password)).status).toBe(200);
  expect((await signIn(owner.email, 'the strangers words')).status).toBe(401);
  expect((await api.post('/auth/verify-email', { token: strangersLink })).status).toBe(401);
  expect((await signIn(owner.email, owner.password)).status).toBe(200);
});

test('a mailbox is not flooded: five links an hour', async () => {
  const ada = form();
  for (let i = 0; i < 8; i += 1) expect((await api.post('/auth/sign-up', ada)).status).toBe(202);
  expect(await mailsTo(ada.email)).toHaveLength(5);
});

test('a new password comes by mail, signs every device out and lifts a lockout', async () => {
  const ada = form();
  await api.post('/auth/sign-up', ada);
  await api.post('/auth/verify-email', { token: await lastToken(ada.email) });
  const device = await signIn(ada.email, ada.password);
  const cookie = device.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  for (let i = 0; i < 6; i += 1) await signIn(ada.email, 'a wrong password');
  expect(await errorOf(await signIn(ada.email, ada.password))).toMatchObject({
    code: 'LOCKED_OUT',
  });

  const asked = await api.post('/auth/forgot-password', { email: ada.email, locale: 'en' });
  expect(asked.status).toBe(202);
  const token = await lastToken(ada.email);
  const changed = await api.post('/auth/reset-password', { token, password: 'another evening' });
  expect(await changed.json()).toEqual({ status: 'password_changed', email: ada.email });

  expect((await signIn(ada.email, ada.password)).status).toBe(401);
  expect((await signIn(ada.email, 'another evening')).status).toBe(200);
  expect((await api.post('/auth/refresh', {}, { cookie })).status).toBe(401);
  const twice = await api.post('/auth/reset-password', { token, password: 'a third evening' });
  expect(twice.status).toBe(401);
});

test('a sign-in under way with the old password does not outlive the new one', async () => {
  const ada = form();
  await api.post('/auth/sign-up', ada);
  await api.post('/auth/verify-email', { token: await lastToken(ada.email) });
  const accounts = createAccounts(api.db.pools.api);
  const device = { userAgent: '', address: '192.0.2.7' };
  const proof = await accounts.checkCredentials(ada.email, ada.password, device.address);
  await api.post('/auth/forgot-password', { email: ada.email, locale: 'en' });
  const token = await lastToken(ada.email);
  await api.post('/auth/reset-password', { token, password: 'another evening' });
  await expect(accounts.createSignIn(proof, device)).rejects.toMatchObject({
    code: 'INVALID_CREDENTIALS',
  });
});

test('asking for a new password answers the same whoever exists', async () => {
  const nobody = await api.post('/auth/forgot-password', { email: 'nobody@example.org' });
  expect(nobody.status).toBe(202);
  expect(await nobody.json()).toEqual({ status: 'mail_sent' });
  expect(await mailsTo('nobody@example.org')).toEqual([]);
});

test.each([
  ['no address', { email: 'nobody' }, 'email'],
  ['a short password', { password: 'short' }, 'password'],
  ['a common password', { password: 'Password123' }, 'password'],
  ['a repeated pattern', { password: 'abcabcabcabc' }, 'password'],
  [
    'their own address',
    { email: 'a.long.one@example.org', password: 'a.long.one@example.org' },
    'password',
  ],
  ['no name', { name: '  ' }, 'name'],
  ['a name without end', { name: 'a'.repeat(121) }, 'name'],
  ['a list for a password', { password: ['a quiet evening'] }, 'password'],
])('signing up with %s is refused and says which field', async (_what, changes, field) => {
  const answer = await api.post('/auth/sign-up', form(changes));
  expect(answer.status).toBe(400);
  const error = await errorOf(answer);
  expect(error.code).toBe('INVALID_INPUT');
  expect(error.hint).toContain(`${field}:`);
});

test('tokens, passwords and addresses stay out of the log', async () => {
  const ada = form({ password: 'canary of the log' });
  await api.post('/auth/sign-up', ada);
  const token = await lastToken(ada.email);
  await api.post('/auth/verify-email', { token });
  const text = await (await signIn(ada.email, ada.password)).text();
  const everything = JSON.stringify(api.log);
  expect(everything).toContain('/auth/verify-email');
  for (const canary of [ada.password, ada.email, token, JSON.parse(text).accessToken])
    expect(everything).not.toContain(canary);
});
