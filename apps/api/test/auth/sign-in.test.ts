import { insertUser } from '@foyer/testing';
import { hashPassword } from '../../src/auth/passwords.ts';
import { errorOf, startTestApi, type TestApi, webUrl } from '../support.ts';

let api: TestApi;
let password: string;
let hash: string;
beforeAll(async () => {
  api = await startTestApi();
  password = 'a quiet evening';
  hash = await hashPassword(password);
});
afterAll(() => api.close());

async function newUser(): Promise<{ id: string; email: string }> {
  const user = await insertUser(api.db.adminPool);
  await api.db.adminPool.query(
    'insert into app_private.user_secrets (user_id, password_hash) values ($1, $2)',
    [user.id, hash],
  );
  return user;
}
const signIn = (email: string, given = password) =>
  api.post('/auth/sign-in', { email, password: given });
const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? '';
const pair = (response: Response) => cookieOf(response).split(';')[0] ?? '';
const refresh = (cookie: string, headers: Record<string, string> = {}) =>
  api.post('/auth/refresh', {}, { cookie, ...headers });
/** Lets time pass where it is kept. */
const age = (table: string, column: string, by: string) =>
  api.db.adminPool.query(`update app_private.${table} set ${column} = ${column} - $1::interval`, [
    by,
  ]);

test('a signed-in person gets a token for our routes and a cookie that no script reads', async () => {
  const user = await newUser();
  const answer = await signIn(user.email);
  const body = (await answer.json()) as { accessToken: string };
  expect(api.tokens.verify(body.accessToken)).toMatchObject({ userId: user.id });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(cookieOf(answer)).toMatch(/^__Secure-foyer_refresh=[\w-]{43}; /);
  for (const flag of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/auth'])
    expect(cookieOf(answer)).toContain(flag);
  expect(cookieOf(answer)).not.toContain('Domain');
});

test('a wrong password and an unknown address get the same answer after the same work', async () => {
  const { email } = await newUser();
  const timed = async (address: string) => {
    const started = performance.now();
    const answer = await signIn(address, 'a wrong password');
    const { requestId: _, ...error } = await errorOf(answer);
    return { status: answer.status, error, ms: performance.now() - started };
  };
  await timed('warm-up@example.org');
  const known = await timed(email);
  const unknown = await timed('nobody@example.org');
  // The quickest of some: whatever else the machine does only makes one slower.
  for (let i = 0; i < 3; i += 1) {
    known.ms = Math.min(known.ms, (await timed(email)).ms);
    unknown.ms = Math.min(unknown.ms, (await timed('nobody@example.org')).ms);
  }
  expect(known.status).toBe(401);
  expect(unknown.error).toEqual(known.error);
  expect(unknown.status).toBe(known.status);
  // Without the work an unknown address would answer in a tenth of the time.
  expect(unknown.ms).toBeGreaterThan(known.ms / 4);
});

test('five wrong passwords lock the account for a while that doubles, whoever comes', async () => {
  const { email } = await newUser();
  for (let i = 0; i < 5; i += 1) expect((await signIn(email, 'wrong')).status).toBe(401);
  const locked = await signIn(email);
  expect(locked.status).toBe(429);
  expect(await errorOf(locked)).toMatchObject({
    code: 'LOCKED_OUT',
    hint: expect.stringMatching(/in 1[0-5] seconds/),
  });

  await age('sign_in_throttles', 'locked_until', '15 seconds');
  expect((await signIn(email, 'wrong')).status).toBe(401);
  expect((await errorOf(await signIn(email))).hint).toMatch(/in (2\d|30) seconds/);

  await age('sign_in_throttles', 'locked_until', '30 seconds');
  expect((await signIn(email)).status).toBe(200);
  expect((await signIn(email, 'wrong')).status).toBe(401);
  expect((await signIn(email)).status).toBe(200);
});

test('guesses side by side all count', async () => {
  const { email } = await newUser();
  const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(email, 'wrong')));
  const compared = answers.filter(({ status }) => status === 401).length;
  expect(compared).toBeGreaterThanOrEqual(5);
  // Those that came before the lock was committed; never all of them.
  expect(compared).toBeLessThan(20);
  expect((await signIn(email)).status).toBe(429);
});

test('an unknown address is locked out like a known one', async () => {
  const email = `${crypto.randomUUID()}@example.org`;
  for (let i = 0; i < 5; i += 1) await signIn(email, 'wrong');
  expect((await errorOf(await signIn(email, 'wrong'))).code).toBe('LOCKED_OUT');
});

test('one network address cannot guess through many accounts', async () => {
  await api.db.adminPool.query('delete from app_private.sign_in_throttles');
  for (let i = 0; i < 30; i += 1) await signIn(`${crypto.randomUUID()}@example.org`, 'wrong');
  const { email } = await newUser();
  expect((await errorOf(await signIn(email))).code).toBe('LOCKED_OUT');
  await api.db.adminPool.query('delete from app_private.sign_in_throttles');
  expect((await signIn(email)).status).toBe(200);
});

test('an address that is not confirmed cannot sign in, and only who knows the password hears why', async () => {
  const user = await insertUser(api.db.adminPool, { isVerified: false });
  await api.db.adminPool.query('insert into app_private.user_secrets values ($1, $2)', [
    user.id,
    hash,
  ]);
  expect((await errorOf(await signIn(user.email, 'wrong'))).code).toBe('INVALID_CREDENTIALS');
  expect((await errorOf(await signIn(user.email))).code).toBe('EMAIL_NOT_VERIFIED');
});

test('a refresh gives the next cookie and the old one is spent', async () => {
  const { email } = await newUser();
  const first = pair(await signIn(email));
  const answer = await refresh(first);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ user: { email }, expiresIn: 900 });
  expect(pair(answer)).not.toBe(first);
  expect((await refresh(pair(answer))).status).toBe(200);
});

test('a spent cookie that comes back later ends the whole sign-in', async () => {
  const user = await newUser();
  const stolen = pair(await signIn(user.email));
  const other = pair(await signIn(user.email));
  const next = pair(await refresh(stolen));
  await age('refresh_tokens', 'used_at', '1 minute');

  const reused = await refresh(stolen);
  expect(reused.status).toBe(401);
  expect(cookieOf(reused)).toContain('Max-Age=0');
  expect((await refresh(next)).status).toBe(401);
  expect((await refresh(other)).status).toBe(200);
  expect(api.log).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      userId: user.id,
      msg: expect.stringContaining('revoked'),
    }),
  );
});

test('twenty refreshes at once, as of many tabs or a lost reply, keep one living sign-in', async () => {
  const { email } = await newUser();
  const first = pair(await signIn(email));
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first)));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  const cookies = new Set(answers.map(pair));
  expect(cookies.size).toBe(20);
  for (const cookie of cookies) expect((await refresh(cookie)).status).toBe(200);
  const { rows } = await api.db.adminPool.query(
    `select count(*)::int as families from app_private.sign_ins s
     join app_public.users u on u.id = s.user_id where u.email = $1`,
    [email],
  );
  expect(rows[0].families).toBe(1);
});

test('signing out ends the sign-in and takes the cookie', async () => {
  const { email } = await newUser();
  const cookie = pair(await signIn(email));
  const out = await api.post('/auth/sign-out', {}, { cookie, origin: webUrl });
  expect(out.status).toBe(204);
  expect(cookieOf(out)).toContain('Max-Age=0');
  expect((await refresh(cookie)).status).toBe(401);
  expect((await api.post('/auth/sign-out', {}, { cookie })).status).toBe(204);
});

test.each(['https://evil.example', 'https://evil.tickets.example', 'null'])(
  'a page of %s cannot use the cookie',
  async (origin) => {
    const { email } = await newUser();
    const cookie = pair(await signIn(email));
    expect((await refresh(cookie, { origin })).status).toBe(403);
    expect((await api.post('/auth/sign-out', {}, { cookie, origin })).status).toBe(403);
    expect((await refresh(cookie, { origin: webUrl })).status).toBe(200);
  },
);

test.each(['', 'x', '__Secure-foyer_refresh=forged', `__Secure-foyer_refresh=${'A'.repeat(43)}`])(
  'the cookie %j signs nobody in',
  async (cookie) => {
    expect((await refresh(cookie)).status).toBe(401);
  },
);
