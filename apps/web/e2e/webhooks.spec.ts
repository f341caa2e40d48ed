import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { expectAccessible, watchConsole } from './support/page-checks';
import { signIn } from './support/sign-in';

test('an owner has a system of theirs told, sees that nothing arrives, mends it, and sends it again', async ({
  page,
}) => {
  const expectQuietConsole = watchConsole(page);
  const received: string[] = [];
  let status = 500;
  const server = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/foyer`;

  await signIn(page, 'owner@lumenfold.example', '/organize/lumenfold/webhooks');
  await expect(page.getByRole('heading', { name: 'Nobody is told yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add an endpoint' }).click();

  // Nothing filled in: the form says what is missing and goes there.
  await page.getByRole('button', { name: 'Create endpoint' }).click();
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.getByLabel('Name').fill('Customer relations');
  await page.getByLabel('Address').fill('http://crm.example/hook');
  await page.getByRole('button', { name: 'Create endpoint' }).click();
  await expect(page.getByText('begins with https://').first()).toBeVisible();
  await expect(page.getByText('Choose at least one.').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Address').fill(url);
  await page.getByLabel('An order is confirmed').check();
  await page.getByLabel('A guest is admitted').check();
  await page.getByRole('button', { name: 'Create endpoint' }).click();

  await expect(page.getByTestId('signing-secret')).toHaveText(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('link', { name: /Customer relations/ }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Customer relations' })).toBeVisible();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('To be tried again')).toBeVisible();
  await expect(page.getByText('answered 500')).toBeVisible();
  await expect(page.getByText('Nothing has arrived here since')).toBeVisible();
  await expectAccessible(page);

  status = 204;
  await expect(page.getByText('Arrived')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Working')).toBeVisible();
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect.poll(() => received.length).toBeGreaterThanOrEqual(3);
  expect(new Set(received).size).toBe(1);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody is told yet' })).toBeVisible();
  expectQuietConsole();
  server.close();
});

test('staff are told who may see where data goes', async ({ page }) => {
  await signIn(page, 'staff@lumenfold.example', '/organize/lumenfold/webhooks');
  await expect(page.getByText('Only admins and owners see')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add an endpoint' })).toHaveCount(0);
});
