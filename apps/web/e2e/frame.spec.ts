import { expect, test } from '@playwright/test';
import { expectAccessible, watchConsole } from './support/page-checks';

test('the language changes in place and what was typed stays', async ({ page }) => {
  const expectQuietConsole = watchConsole(page);
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: /Language and display/ }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Konto erstellen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByLabel('Ihr Name')).toHaveValue('Ada');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Konto erstellen' })).toBeVisible();
  expectQuietConsole();
});

test('without a choice the browser decides the language', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await context.close();
});

test('dark and high contrast are chosen, kept, and there from the first byte', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /Language and display/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.getByRole('button', { name: /Language and display/ }).click();
  await page.getByRole('menuitemradio', { name: 'High' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');

  const html = await (await page.request.get('/sign-in')).text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"[^>]*data-contrast="high"/);
  await page.reload();
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(255, 255, 255)');
  await expectAccessible(page);
});

test('the keyboard skips the navigation', async ({ page }) => {
  await page.goto('/sign-in');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
});

test('the drawer on a phone opens, traps the focus, and closes by Escape', async ({ page }) => {
  const expectQuietConsole = watchConsole(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/sign-in');
  await expectAccessible(page);
  const opener = page.getByRole('button', { name: 'Menu' });
  await opener.click();
  await expect(page.getByRole('dialog', { name: 'Menu' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  // Also proves that the scroll lock's style was let through by the policy.
  expectQuietConsole();
});

test('an address that is not there says so, with the right status', async ({ page }) => {
  const response = await page.goto('/there/is/nothing');
  expect(response?.status()).toBe(404);
  await expect(
    page.getByRole('heading', { level: 1, name: 'This page does not exist' }),
  ).toBeVisible();
  await expectAccessible(page);
});

test('every page carries its policy, and scripts run by nonce only', async ({ page }) => {
  const first = await page.request.get('/sign-in');
  const second = await page.request.get('/sign-in');
  const nonce = (policy: string | undefined) =>
    /'nonce-([^']+)' 'strict-dynamic'/.exec(policy ?? '')?.[1];
  const policy = first.headers()['content-security-policy'];
  expect(nonce(policy)).toBeTruthy();
  expect(nonce(policy)).not.toBe(nonce(second.headers()['content-security-policy']));
  expect(first.headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
  });
  expect(first.headers()['x-powered-by']).toBeUndefined();
  const scripts = (await first.text()).match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect(script).toContain('nonce=');
});

test('probes answer, and the style guide is not for visitors', async ({ request }) => {
  expect((await request.get('/health/live')).status()).toBe(200);
  expect(await (await request.get('/health/ready')).json()).toMatchObject({ status: 'ok' });
  expect(await (await request.get('/metrics')).text()).toContain('process_cpu_seconds_total');
  expect((await request.get('/robots.txt')).status()).toBe(200);
  expect((await request.get('/styleguide')).status()).toBe(404);
});
