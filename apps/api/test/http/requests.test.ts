import { connect } from 'node:net';
import { errorOf, startTestApi, type TestApi, webUrl } from '../support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ env: { API_EXPLORER: 'true' } });
});
afterAll(() => api.close());

const graphql = (query: string, headers: Record<string, string> = {}) =>
  api.post('/graphql', { query }, headers);

test.each([
  '/health/live',
  '/.well-known/jwks.json',
  '/nowhere',
  '/files/x',
  '/registrations/1/download',
])('%s says that nothing of it may be run, framed or sniffed', async (path) => {
  const { headers } = await api.get(path);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('strict-transport-security')).toContain('max-age=63072000');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('the explorer may run its own scripts and nobody elses', async () => {
  const page = await api.get('/ruru', { accept: 'text/html' });
  expect(page.status).toBe(200);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  const hosts = [...(await page.text()).matchAll(/(?:src|href)="(https?:)?\/\/([^"/]+)/g)];
  expect(hosts.map(([, , host]) => host)).toEqual([]);
});

test('one origin may call us with credentials, no other', async () => {
  const preflight = (origin: string) =>
    fetch(`${api.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-registration-token,x-event-link',
      },
    });
  const ours = await preflight(webUrl);
  expect(ours.headers.get('access-control-allow-origin')).toBe(webUrl);
  expect(ours.headers.get('access-control-allow-credentials')).toBe('true');
  expect(ours.headers.get('access-control-allow-headers')).toContain('x-registration-token');
  const theirs = await preflight('https://evil.example');
  expect(theirs.headers.get('access-control-allow-origin')).toBe(webUrl);
});

test("a caller's request id is kept when it is harmless, and is in the answer and the log", async () => {
  const kept = await api.get('/nowhere', { 'x-request-id': 'from-the-web-app-1' });
  expect(kept.headers.get('x-request-id')).toBe('from-the-web-app-1');
  expect(await errorOf(kept)).toMatchObject({ code: 'NOT_FOUND', requestId: 'from-the-web-app-1' });
  const replaced = await api.get('/nowhere', { 'x-request-id': '<script>' });
  expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(api.log).toContainEqual(
    expect.objectContaining({ requestId: 'from-the-web-app-1', route: 'other', status: 404 }),
  );
});

test('bodies that are broken, huge or not JSON get a code and change nothing', async () => {
  const broken = await api.post('/auth/sign-in', '{"email": ');
  expect(broken.status).toBe(400);
  expect(await errorOf(broken)).toMatchObject({
    code: 'INVALID_INPUT',
    message: 'The body is not valid JSON.',
  });
  const huge = await api.post('/auth/sign-in', { email: 'a'.repeat(103_000) });
  expect(huge.status).toBe(413);
  expect((await errorOf(huge)).hint).toContain('100 kB');
  const latin = await api.post('/auth/sign-in', '{}', {
    'content-type': 'application/json; charset=latin1',
  });
  expect(latin.status).toBe(415);
  const asForm = await api.post('/auth/sign-in', 'email=a&password=b', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect((await errorOf(asForm)).code).toBe('INVALID_INPUT');
});

test('GraphQL gets the same errors in its own shape', async () => {
  const broken = await api.post('/graphql', '{');
  expect(broken.status).toBe(400);
  expect(await broken.json()).toMatchObject({
    errors: [{ message: 'The body is not valid JSON.', extensions: { code: 'INVALID_INPUT' } }],
  });
  const expired = await graphql('{ me { id } }', { authorization: 'Bearer nonsense' });
  expect(expired.status).toBe(401);
  expect(await expired.json()).toMatchObject({
    errors: [{ extensions: { code: 'TOKEN_INVALID' } }],
  });
});

test('a mutation cannot be sent by a form or a link of another site', async () => {
  const query = 'mutation { requestTicketLinks(input: {email: "a@example.org"}) { result } }';
  const asForm = await api.post('/graphql', `query=${encodeURIComponent(query)}`, {
    'content-type': 'application/x-www-form-urlencoded',
  });
  const asText = await api.post('/graphql', JSON.stringify({ query }), {
    'content-type': 'text/plain',
  });
  const asLink = await api.get(`/graphql?query=${encodeURIComponent(query)}`, {
    accept: 'application/json',
  });
  for (const { status } of [asForm, asText, asLink]) expect(status).toBeGreaterThanOrEqual(400);
  const { rows } = await api.db.adminPool.query('select from app_private.outbox');
  expect(rows).toEqual([]);
});

test('a batch of operations in one request is refused', async () => {
  const answer = await api.post('/graphql', [
    { query: '{ me { id } }' },
    { query: '{ me { id } }' },
  ]);
  expect(answer.status).toBe(400);
});

test.each([
  ['a bearer token that is none', { authorization: 'Bearer x.y.z' }],
  ['another scheme', { authorization: 'Basic YTpi' }],
  ['a forged registration link', { 'x-registration-token': `${crypto.randomUUID()}.forged` }],
])('%s is refused, never taken for nobody', async (_what, headers) => {
  const answer = await graphql('{ discoverEvents(first: 1) { totalCount } }', headers);
  expect(answer.status).toBe(401);
});

test('what nobody expected is masked, with an id that finds it in the log', async () => {
  await api.db.adminPool.query(
    'alter function app_private.verify_email(text) rename to verify_email_away',
  );
  try {
    const answer = await api.post('/auth/verify-email', { token: 'x' });
    expect(answer.status).toBe(500);
    const error = await errorOf(answer);
    expect(error).toMatchObject({ code: 'INTERNAL', hint: expect.any(String) });
    expect(JSON.stringify(error)).not.toMatch(/verify_email|app_private|42883/);
    expect(api.log).toContainEqual(
      expect.objectContaining({ requestId: error.requestId, msg: 'a request failed' }),
    );
  } finally {
    await api.db.adminPool.query(
      'alter function app_private.verify_email_away(text) rename to verify_email',
    );
  }
});

test('readiness tells of its dependencies, metrics of what was served', async () => {
  const ready = await api.get('/health/ready');
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({
    status: 'ready',
    checks: { database: { ok: true }, redis: { ok: true }, live: { ok: true } },
  });
  const metrics = await (await api.get('/metrics')).text();
  expect(metrics).toMatch(/foyer_http_request_duration_seconds_count\{[^}]*route="\/graphql"/);
  expect(metrics).not.toContain('/nowhere');
});

test('a path that is not valid UTF-8 is nothing, not a failure', async () => {
  const { hostname, port } = new URL(api.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        'GET /registrations/%ff/download HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      ),
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
  expect(answer).not.toContain('URIError');
});
