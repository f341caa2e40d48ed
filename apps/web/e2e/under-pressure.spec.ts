import { expect, type Page, type Route, test } from '@playwright/test';
import {
  fillBuyer,
  goToCheckout,
  goToPayment,
  leftOf,
  newGuest,
  stepper,
} from './support/checkout';
import { reopen } from './support/closed-laptop';
import { databaseUrl, freeTickets, holdAllTickets } from './support/database';
import { expectAccessible } from './support/page-checks';
import { signIn } from './support/sign-in';

/** Of no other journey, because its tickets are taken away for a while. */
const slug = 'nachtklang';
const event = `/e/tidehall/${slug}`;
const ticket = 'Ermäßigt';

/** What becomes of each order that a page sends, in turn; orders beyond that go through. */
async function onOrders(
  page: Page,
  ...fates: ((route: Route) => Promise<void>)[]
): Promise<string[]> {
  const keys: string[] = [];
  await page.route('**/graphql', async (route) => {
    const body = route.request().postDataJSON();
    if (body?.operationName !== 'ReserveTickets') return route.continue();
    keys.push(body.variables.input.idempotencyKey);
    const fate = fates[keys.length - 1];
    await (fate ? fate(route) : route.continue());
  });
  return keys;
}

/** The order arrives, its answer does not. */
const loseAnswer = async (route: Route) => {
  await route.fetch();
  await route.abort('connectionreset');
};
const neverAnswer = async (route: Route) => void (await route.fetch());
const unavailable = (route: Route) =>
  route.fulfill({
    status: 503,
    headers: { 'access-control-allow-origin': '*' },
    json: { errors: [{ message: 'Later.', extensions: { code: 'UNAVAILABLE' } }] },
  });

async function choose(page: Page): Promise<void> {
  await page.goto(event);
  await expect(page.getByText('Numbers are live')).toBeVisible();
  await stepper(page, ticket).more.click();
}

test('an order whose answer is lost is sent again under its key, and held once', async ({
  page,
}) => {
  const keys = await onOrders(page, loseAnswer, unavailable);
  await choose(page);
  const before = await leftOf(page, ticket);
  await goToCheckout(page);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  await page.goto(event);
  expect(await leftOf(page, ticket)).toBe(before - 1);
  // The hold is known to the event page, too, and outlives a reload of the checkout.
  await page.getByRole('link', { name: 'Finish the order' }).click();
  await expect(page.getByRole('timer')).toBeVisible();
  const guest = newGuest();
  await fillBuyer(page, guest);
  await page.reload();
  await expect(page.getByRole('timer')).toBeVisible();
  await expect(page.getByLabel('E-mail address', { exact: true })).toHaveValue(guest.email);
  await expect(page.getByLabel('Name of the guest')).toHaveValue(guest.name);
});

test('a closed laptop loses no hold', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await choose(page);
  const registrationId = await goToCheckout(page);
  const reopened = await reopen(page);
  await reopened.goto(event);
  await reopened.getByRole('link', { name: 'Finish the order' }).click();
  await reopened.waitForURL((url) => url.pathname.endsWith(registrationId));
  await expect(reopened.getByRole('timer')).toBeVisible();
});

test('a reload in the middle of an order ends at its checkout', async ({ page }) => {
  const keys = await onOrders(page, neverAnswer);
  await choose(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => keys.length).toBe(1);
  await page.reload();
  await page.waitForURL(/\/checkout\//);
  expect(new Set(keys).size).toBe(1);
  expect(keys).toHaveLength(2);
});

test('nobody looks at a spinner without a word and a way out', async ({ page }) => {
  const keys = await onOrders(page, ...Array.from({ length: 40 }, () => unavailable));
  await choose(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText(/Many people are ordering at the moment/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Stop waiting' }).first().click();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled();
  // The same wish, later: still the same order.
  await page.unroute('**/graphql');
  const later = await onOrders(page);
  await goToCheckout(page);
  expect(later[0]).toBe(keys[0]);
});

test('tickets that others hold are called that, and offered when they come back', async ({
  page,
}) => {
  test.skip(!databaseUrl, 'needs the database to hold tickets for somebody else');
  // This page hears nothing of it, so that it finds out by ordering.
  let isDeaf = false;
  await page.routeWebSocket(/\/live\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!isDeaf) socket.send(message);
    });
  });
  await choose(page);
  isDeaf = true;
  await holdAllTickets(slug);
  try {
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByText('Others are faster at the moment').first()).toBeVisible();
    await expect(page.getByText('Sold out')).toHaveCount(0);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await expect(page.getByText('Others are faster at the moment').first()).toBeVisible();
    isDeaf = false;
  } finally {
    await freeTickets(slug);
  }
  await expect(page.getByText('They are available again').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take these tickets' }).first().click();
  await page.waitForURL(/\/checkout\//);
  await expect(page.getByRole('timer')).toBeVisible();
});

test('without a network the checkout says so at once, and goes on when it is back', async ({
  page,
  context,
}) => {
  await choose(page);
  await goToCheckout(page);
  await fillBuyer(page, newGuest());
  await context.setOffline(true);
  await page.getByRole('button', { name: /^Pay / }).click();
  await expect(page.getByText(/No connection to the server/).first()).toBeVisible({
    timeout: 2_500,
  });
  await expectAccessible(page);
  await context.setOffline(false);
  await goToPayment(page);
});

test('a server that is away for a moment signs nobody out', async ({ page }) => {
  await signIn(page, 'owner@tidehall.example', '/organize/tidehall');
  const path = new URL(page.url()).pathname;
  const { origin } = new URL(page.url());
  await page.route('**/auth/refresh', (route) =>
    route.fulfill({
      status: 503,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
      },
      json: { error: { code: 'UNAVAILABLE', message: 'Later.' } },
    }),
  );
  await page.reload();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expectAccessible(page);
  expect(new URL(page.url()).pathname).toBe(path);
  // Nobody has to do anything.
  await page.unroute('**/auth/refresh');
  await expect(page.getByRole('link', { name: /nachtklang/i }).first()).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(path);
});
