import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BookEntry } from '../sandbox/book.ts';
import { cardOf, checkCardForm } from '../sandbox/cards.ts';
import type { Sandbox } from '../sandbox/server.ts';
import {
  control,
  secretKey,
  startReceiver,
  startTestSandbox,
  stripeAt,
} from './sandbox-harness.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox({});
});
afterAll(() => sandbox.close());

type Wire = { status: number; headers: Headers; body: Record<string, unknown> };

async function stripe(
  method: string,
  path: string,
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Wire> {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${secretKey}`, ...headers },
    ...(method === 'POST' && { body: new URLSearchParams(form) }),
  });
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, body };
}

const sessionForm = (overrides: Record<string, string> = {}) => ({
  mode: 'payment',
  'line_items[0][quantity]': '2',
  'line_items[0][price_data][currency]': 'eur',
  'line_items[0][price_data][unit_amount]': '1250',
  'line_items[0][price_data][product_data][name]': 'Standard',
  'branding_settings[display_name]': 'Northlight',
  success_url: 'http://localhost:3000/done?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://localhost:3000/back',
  ...overrides,
});

async function openPage(overrides: Record<string, string> = {}) {
  const { body } = await stripe('POST', '/v1/checkout/sessions', sessionForm(overrides));
  return { id: String(body.id), url: String(body.url) };
}

describe("the wire's manners", () => {
  test('a session adds up its lines and links its page', async () => {
    const { status, body } = await stripe('POST', '/v1/checkout/sessions', sessionForm());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'checkout.session',
      amount_total: 2_500,
      currency: 'eur',
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      url: `${sandbox.url}/c/pay/${body.id}`,
    });
    expect(body.id).toMatch(/^cs_test_\w{58}$/);
  });

  test.each([
    ['an unknown parameter', { surprise: '1' }, 'parameter_unknown', 'surprise'],
    ['a missing one', { success_url: undefined }, 'parameter_missing', 'success_url'],
    [
      'a nested unknown one',
      { 'line_items[0][price_data][tax]': '1' },
      'parameter_unknown',
      'line_items[0][price_data][tax]',
    ],
    [
      'a broken integer',
      { 'line_items[0][price_data][unit_amount]': '12.5' },
      'parameter_invalid_integer',
      'line_items[0][price_data][unit_amount]',
    ],
    [
      'a script for an address',
      { success_url: 'javascript:alert(1)' },
      'url_invalid',
      'success_url',
    ],
    [
      'too little money',
      { 'line_items[0][price_data][unit_amount]': '1' },
      'amount_too_small',
      undefined,
    ],
    [
      'an early expiry',
      { expires_at: String(Math.floor(Date.now() / 1000) + 60) },
      undefined,
      'expires_at',
    ],
  ])('%s is refused in Stripe’s words', async (_what, overrides, code, param) => {
    const form = Object.fromEntries(
      Object.entries({ ...sessionForm(), ...overrides }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    const { status, body } = await stripe('POST', '/v1/checkout/sessions', form);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      type: 'invalid_request_error',
      message: expect.any(String),
      ...(code && { code }),
      ...(param && { param }),
    });
  });

  test('no key, a wrong key and an unknown address', async () => {
    const none = await stripe('GET', '/v1/refunds', {}, { authorization: '' });
    const wrong = await stripe(
      'GET',
      '/v1/refunds',
      {},
      { authorization: 'Bearer sk_test_evil_key' },
    );
    expect([none.status, wrong.status]).toEqual([401, 401]);
    expect(JSON.stringify(wrong.body)).not.toContain('sk_test_evil_key');
    const basic = Buffer.from(`${secretKey}:`).toString('base64');
    expect(
      (await stripe('GET', '/v1/refunds', {}, { authorization: `Basic ${basic}` })).status,
    ).toBe(200);
    const unknown = await stripe('GET', '/v1/customers');
    expect(unknown.status).toBe(404);
    expect(JSON.stringify(unknown.body)).toContain('Unrecognized request URL (GET: /v1/customers)');
  });

  test('an idempotency key replays the first answer, and is bound to parameters and path', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await stripe('POST', '/v1/checkout/sessions', sessionForm(), key);
    const again = await stripe('POST', '/v1/checkout/sessions', sessionForm(), key);
    expect(again.body).toEqual(first.body);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'));
    const other = await stripe(
      'POST',
      '/v1/checkout/sessions',
      sessionForm({ mode: 'setup' }),
      key,
    );
    expect([other.status, other.body.error]).toEqual([
      400,
      expect.objectContaining({ type: 'idempotency_error' }),
    ]);
    const elsewhere = await stripe('POST', '/v1/refunds', sessionForm(), key);
    expect(elsewhere.body.error).toMatchObject({ type: 'idempotency_error' });
  });

  test('a key under work answers 409, and a failed check leaves the key free', async () => {
    await control(sandbox, '/script', { api: { delayMs: [150, 150] } });
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      [1, 2].map(() => stripe('POST', '/v1/checkout/sessions', sessionForm(), key)),
    );
    await control(sandbox, '/script', {});
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);

    const free = { 'idempotency-key': randomUUID() };
    const bad = await stripe(
      'POST',
      '/v1/checkout/sessions',
      sessionForm({ mode: 'nonsense' }),
      free,
    );
    const good = await stripe('POST', '/v1/checkout/sessions', sessionForm(), free);
    expect([bad.status, good.status]).toEqual([400, 200]);
  });
});

describe('the hosted page', () => {
  const expiry = `12 / ${(new Date().getFullYear() + 2) % 100}`;
  const card = (number: string) => ({ number, expiry, cvc: '123', name: 'Ada Lovelace' });
  const submit = (url: string, form: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

  test('says that it is a test, whom one pays, for what and how much', async () => {
    const { url } = await openPage();
    const answer = await fetch(url);
    const page = await answer.text();
    for (const text of ['Test gateway — no real money', 'Northlight', 'Standard', '€25.00'])
      expect(page).toContain(text);
    expect(page).not.toMatch(/(src|href)="https?:\/\/(?!localhost:3000)/);
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-[^']+'; script-src 'nonce-[^']+'; form-action 'self' http:\/\/localhost:3000/,
    );
  });

  test('speaks German where the session does, or else the browser', async () => {
    const german = await openPage({ locale: 'de' });
    expect(await (await fetch(german.url)).text()).toMatch(/kein echtes Geld[\s\S]*25,00\s€/);
    const auto = await openPage();
    const page = await fetch(auto.url, { headers: { 'accept-language': 'de-AT,de;q=0.9' } });
    expect(await page.text()).toContain('<html lang="de">');
  });

  test('escapes every word that comes from outside', async () => {
    const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;
    const { url } = await openPage({
      'line_items[0][price_data][product_data][name]': evil,
      'line_items[0][price_data][product_data][description]': evil,
      'branding_settings[display_name]': evil,
      cancel_url: 'http://localhost:3000/?q=%22"><script>alert(1)</script>',
    });
    const pages = [
      await (await fetch(url)).text(),
      await (await submit(url, { ...card('123'), name: evil })).text(),
      await (await fetch(sandbox.url)).text(),
    ];
    await submit(url, card('4000002500003155'));
    pages.push(await (await fetch(`${url}/challenge`)).text());
    for (const page of pages) {
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toMatch(/<script>|<img|alert\('x'\)/);
    }
  });

  test('takes a good card to the success address', async () => {
    const { id, url } = await openPage();
    const answer = await submit(url, card('4242 4242 4242 4242'));
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `http://localhost:3000/done?session=${id}`,
    ]);
    // A second press of the button pays nothing more.
    expect((await submit(url, card('4242 4242 4242 4242'))).headers.get('location')).toBe(
      `http://localhost:3000/done?session=${id}`,
    );
    const { entries } = await control<{ entries: BookEntry[] }>(sandbox, '/book');
    const { payment_intent } = (await stripe('GET', `/v1/checkout/sessions/${id}`)).body;
    expect(entries.filter((entry) => entry.providerPaymentId === payment_intent)).toHaveLength(1);
    expect(await (await fetch(url)).text()).toContain('This is already paid');
  });

  test('says why a card was declined and lets the buyer try again', async () => {
    const { url } = await openPage();
    await submit(url, card('4000000000009995'));
    expect(await (await fetch(url)).text()).toContain('Your card has insufficient funds.');
    await submit(url, card('4000000000000002'));
    expect(await (await fetch(url)).text()).toContain('Your card was declined.');
    const success = await submit(url, card('4242424242424242'));
    expect(success.headers.get('location')).toContain('/done');
  });

  test('asks to authenticate, and either answer leads on', async () => {
    const { url } = await openPage();
    const asked = await submit(url, card('4000002500003155'));
    expect(asked.headers.get('location')).toMatch(/^\/c\/pay\/cs_test_\w+\/challenge$/);
    const refused = await submit(`${url}/challenge`, { result: 'fail' });
    expect(refused.headers.get('location')).toBe(new URL(url).pathname);
    expect(await (await fetch(url)).text()).toContain('could not confirm that it was you');
    await submit(url, card('4000002500003155'));
    const confirmed = await submit(`${url}/challenge`, { result: 'complete' });
    expect(confirmed.headers.get('location')).toContain('/done');
  });

  test('a challenge nobody asked for confirms nothing', async () => {
    const { id, url } = await openPage();
    await submit(`${url}/challenge`, { result: 'complete' });
    expect((await stripe('GET', `/v1/checkout/sessions/${id}`)).body.payment_status).toBe('unpaid');
  });

  test('points at what is wrong with the form, and forgets the security code', async () => {
    const { url } = await openPage();
    const answer = await submit(url, {
      number: '4242 4242 4242 4241',
      expiry: '13/30',
      cvc: '1',
      name: '',
    });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page.match(/aria-invalid="true"/g)).toHaveLength(4);
    expect(page).toContain('value="4242 4242 4242 4241"');
    expect(page).toMatch(/name="cvc" value=""/);
  });

  test('fills in a test card without a script, too', async () => {
    const { url } = await openPage();
    const page = await (await submit(url, { fill: 'declined' })).text();
    expect(page).toContain('value="4000 0000 0000 0002"');
  });

  test('an expired and an unknown page say so', async () => {
    const { id, url } = await openPage();
    await stripe('POST', `/v1/checkout/sessions/${id}/expire`);
    const expired = await (await fetch(url)).text();
    expect(expired).toContain('No money was taken');
    expect(expired).toContain('href="http://localhost:3000/back"');
    const unknown = await fetch(`${sandbox.url}/c/pay/cs_test_x`);
    expect(unknown.status).toBe(404);
    expect(await unknown.text()).toContain('There is no payment page here');
  });
});

describe('cards', () => {
  const good = { number: '4242424242424242', expiry: '01/30', cvc: '123', name: 'A' };
  const now = new Date(2030, 0, 31);
  test.each([
    [{}, {}],
    [{ number: '' }, { number: 'number_missing' }],
    [{ number: '4242424242424241' }, { number: 'number_invalid' }],
    [{ number: "4242' OR 1=1" }, { number: 'number_invalid' }],
    [{ expiry: '12/29' }, { expiry: 'expiry_past' }],
    [{ expiry: '00/30' }, { expiry: 'expiry_invalid' }],
    [{ expiry: '12 / 2030' }, {}],
    [{ number: '378282246310005' }, { cvc: 'cvc_invalid' }],
    [{ number: '378282246310005', cvc: '1234' }, {}],
    [{ name: '  ' }, { name: 'name_missing' }],
  ])('%j gives %j', (change, problems) => {
    expect(checkCardForm({ ...good, ...change }, now)).toEqual(problems);
  });

  test('a card good through this month is past on the first of the next', () => {
    expect(checkCardForm(good, new Date(2030, 1, 1))).toEqual({ expiry: 'expiry_past' });
  });

  test('a real card is declined', () => {
    expect(cardOf('4111111111111111')?.outcome).toMatchObject({
      kind: 'declined',
      declineCode: 'test_mode_live_card',
    });
  });
});

describe('the control API', () => {
  test('takes JSON only, so that no foreign web page can drive it', async () => {
    const answer = await fetch(`${sandbox.url}/sandbox/script`, {
      method: 'POST',
      body: new URLSearchParams({ seed: '1' }),
    });
    expect(answer.status).toBe(415);
  });

  test('names what is wrong with a script and keeps the old one', async () => {
    const answer = await control<{ error: { message: string } }>(sandbox, '/script', {
      webhooks: { repeats: 3 },
    });
    expect(answer.error.message).toContain('repeats');
    expect(await control(sandbox, '/script')).toMatchObject({ script: { seed: 1 } });
  });

  test('declines by script what would succeed', async () => {
    await control(sandbox, '/script', { pay: { decline: 1, declineCode: 'insufficient_funds' } });
    const { id } = await openPage();
    expect(await control(sandbox, `/payments/${id}/pay`, {})).toMatchObject({
      outcome: 'declined',
      error: { decline_code: 'insufficient_funds' },
    });
    await control(sandbox, '/script', {});
    expect(await control(sandbox, `/payments/${id}/pay`, {})).toMatchObject({
      outcome: 'succeeded',
    });
  });

  test('the book adds up', async () => {
    const own = await startTestSandbox({});
    const adapter = stripeAt(own.url);
    const paymentId = randomUUID();
    const { providerPaymentId } = await adapter.createIntent({
      paymentId,
      registrationId: randomUUID(),
      organizationName: 'N',
      description: 'x',
      amountMinor: 5_000,
      currency: 'EUR',
      buyerEmail: 'a@example.org',
      idempotencyKey: paymentId,
      returnUrl: 'http://localhost/a',
      cancelUrl: 'http://localhost/b',
      expiresAt: new Date(Date.now() + 60_000),
      locale: 'de',
    });
    await control(own, `/payments/${paymentId}/pay`, {});
    await adapter.refund({
      providerPaymentId,
      paymentId,
      amountMinor: 1_200,
      currency: 'EUR',
      refundId: 'r',
      idempotencyKey: 'r',
      reason: '',
    });
    expect(await control(own, '/book')).toMatchObject({
      entries: [
        { kind: 'capture', paymentId, amount: 5_000 },
        { kind: 'refund', paymentId, amount: 1_200 },
      ],
      totals: { eur: { captured: 5_000, refunded: 1_200, reversed: 0, net: 3_800 } },
    });

    // As the merchant does in the dashboard: of all that is left, and none of our ids on it.
    const { id } = (await control(own, `/payments/${paymentId}/refund`, {})) as { id: string };
    expect(await adapter.retrieveRefund(id)).toMatchObject({
      amountMinor: 3_800,
      refundId: null,
      paymentId: null,
    });
    expect(await control(own, '/book')).toMatchObject({ totals: { eur: { net: 0 } } });
    expect(await control(own, `/payments/${paymentId}/refund`, { amount: 1 })).toMatchObject({
      error: { code: 'charge_already_refunded' },
    });
    await own.close();
  });
});

describe('the journal', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'foyer-sandbox-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const create = async (gateway: Sandbox) => {
    const form = new URLSearchParams(sessionForm({ client_reference_id: 'payment-1' }));
    const headers = { authorization: `Bearer ${secretKey}`, 'idempotency-key': 'k' };
    const answer = await fetch(`${gateway.url}/v1/checkout/sessions`, {
      method: 'POST',
      body: form,
      headers,
    });
    return (await answer.json()) as { id: string };
  };

  test('a restart loses no payment, no idempotency key and no webhook under way', async () => {
    const receiver = await startReceiver();
    receiver.answerNext(500);
    const before = await startTestSandbox({
      directory,
      webhookUrl: receiver.url,
      retryDelaysMs: [60_000],
    });
    const { id } = await create(before);
    await control(before, '/payments/payment-1/pay', {});
    while (receiver.deliveries.length === 0) await new Promise((r) => setTimeout(r, 10));
    await before.close();
    // What a kill in the middle of a write leaves behind.
    appendFileSync(join(directory, 'journal.jsonl'), '{"collection":"sessions","key":"cs_');

    const after = await startTestSandbox({ directory, webhookUrl: receiver.url });
    expect((await create(after)).id).toBe(id);
    expect((await stripeAt(after.url).retrieve(id)).status).toBe('succeeded');
    expect(await control(after, '/book')).toMatchObject({ totals: { eur: { net: 2_500 } } });
    await after.webhooksIdle();
    const ids = receiver.deliveries.map(({ rawBody }) => JSON.parse(rawBody.toString()).id);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    await after.close();
    await receiver.close();
  });

  test('holds no card number and no security code', async () => {
    const own = await startTestSandbox({ directory });
    const { id } = await create(own);
    await fetch(`${own.url}/c/pay/${id}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        number: '4000056655665556',
        expiry: '12/40',
        cvc: '987',
        name: 'Ada Lovelace',
      }),
    });
    await own.close();
    const journal = readFileSync(join(directory, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"last4":"5556"');
    expect(journal).not.toMatch(/4000\s?0566\s?5566|"987"|Ada Lovelace/);
  });
});

describe('production', () => {
  const start = (env: NodeJS.ProcessEnv) => startTestSandbox({ env });

  test('is refused', async () => {
    await expect(start({ NODE_ENV: 'production' })).rejects.toThrow(
      'does not start with NODE_ENV=production',
    );
    await expect(
      start({ NODE_ENV: 'production', FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: 'true' }),
    ).rejects.toThrow('yes-this-takes-no-real-money');
  });

  test('is possible for whoever asks by name', async () => {
    const demo = await start({
      NODE_ENV: 'production',
      FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: 'yes-this-takes-no-real-money',
    });
    expect((await fetch(`${demo.url}/health/ready`)).status).toBe(200);
    await demo.close();
  });
});
