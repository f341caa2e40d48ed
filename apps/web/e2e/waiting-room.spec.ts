import { expect, type Locator, type Page, test } from '@playwright/test';
import {
  fillBuyer,
  goToCheckout,
  goToPayment,
  newGuest,
  payWith,
  stepper,
} from './support/checkout';
import { reopen } from './support/closed-laptop';
import { expectAccessible, watchConsole } from './support/page-checks';
import { signIn } from './support/sign-in';

/** Of no other journey: whoever opens a room in front of an event is in everybody's way. */
const event = '/e/tidehall/nachtklang';
const ticket = 'Regulär';

/** The organizer at the overview of the event; answers its path. */
async function openOverview(page: Page): Promise<string> {
  await signIn(page, 'owner@tidehall.example', '/organize/tidehall');
  await page
    .getByRole('link', { name: /nachtklang/i })
    .first()
    .click();
  await expect(page.getByTestId('sold')).toBeVisible();
  return new URL(page.url()).pathname;
}

/** A toast, as it is seen; what is spoken stands in the page a second time. */
const told = (page: Page, text: string) => page.getByText(text, { exact: true }).first();

const apiUrl = process.env.PUBLIC_API_URL ?? 'http://localhost:4000';

/** Somebody joins who is never seen again: a long line takes its time, whatever this machine does. */
async function joinUnseen(page: Page, eventId: string): Promise<void> {
  const response = await page.request.post(`${apiUrl}/graphql`, {
    data: {
      query: `mutation Join($input: JoinWaitingRoomInput!) {
        joinWaitingRoom(input: $input) { number }
      }`,
      variables: { input: { eventId, visitorKey: crypto.randomUUID() } },
    },
  });
  expect((await response.json()).data.joinWaitingRoom.number).toBeGreaterThan(0);
}

/** The place as this browser remembers it: what every tab and every reload has to agree on. */
async function placeOf(page: Page, eventId: string): Promise<{ place: string; number: number }> {
  const stored = await page.evaluate((id) => localStorage.getItem(`foyer_line:${id}`), eventId);
  const { place, number } = JSON.parse(stored ?? '{}');
  expect(place).toEqual(expect.any(String));
  return { place, number };
}

async function letIn(page: Page, perMinute: number): Promise<void> {
  const field = page.getByLabel('People let in per minute');
  await field.fill(String(perMinute));
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(told(page, 'Saved.')).toBeVisible();
}

async function closeRoom(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close the room' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close the room' }).click();
  await expect(told(page, 'The waiting room is closed.')).toBeVisible();
}

const joinLink = (page: Page) => page.getByRole('link', { name: 'Join the line' }).first();
const position = (page: Page) => page.getByTestId('position');

test('buyers wait in the order they came, one place each, and are let in', async ({ browser }) => {
  test.setTimeout(180_000);
  const organizer = await (await browser.newContext()).newPage();
  const overview = await openOverview(organizer);
  const eventId = overview.split('/').at(-1) ?? '';
  await organizer.goto(`${overview}/waiting-room`);
  const expectQuietConsole = watchConsole(organizer);

  // What cannot be is said beside its field.
  await organizer.getByLabel('Minutes to order').fill('1');
  await organizer.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(organizer.getByLabel('Minutes to order')).toBeFocused();
  await organizer.getByLabel('Minutes to order').fill('5');
  // A pace that leaves time to look.
  await letIn(organizer, 1);
  await expectAccessible(organizer);
  await organizer.getByRole('button', { name: 'Open now' }).click();
  await organizer.getByRole('dialog').getByRole('button', { name: 'Open now' }).click();
  await expect(told(organizer, 'The waiting room is open.')).toBeVisible();
  // Counts of before are there when this is not the first try.
  const [joined, inside, ordered] = await Promise.all(
    ['room-joined', 'room-inside', 'room-ordered'].map(async (id) =>
      Number(await organizer.getByTestId(id).textContent()),
    ),
  );

  try {
    for (let i = 0; i < 4; i += 1) await joinUnseen(organizer, eventId);
    // From here on a robot defence, which these browsers have to pass, too.
    await organizer.getByRole('radio', { name: /^Always/ }).check();
    await letIn(organizer, 1);
    // The first chooses, then joins; the second joins at once.
    const first = await (await browser.newContext()).newPage();
    const expectQuietBuyer = watchConsole(first);
    await first.goto(event);
    await stepper(first, ticket).more.click();
    await joinLink(first).click();
    await expect(position(first)).toHaveText(/^\d$/);
    await expect(first.getByText(/The ticket you chose is kept/)).toBeVisible();
    await expectAccessible(first);
    let second = await (await browser.newContext()).newPage();
    await second.setViewportSize({ width: 375, height: 812 });
    await second.goto(event);
    await joinLink(second).click();
    await expect(position(second)).toHaveText(/^\d$/);
    await expect(second).toHaveTitle(/^\(\d\) In line/);
    // One a minute: the position is the estimate.
    await expect(async () => {
      const minutes = await position(second).textContent();
      await expect(second.getByText(/^It is your turn in about \d minutes\.$/)).toHaveText(
        `It is your turn in about ${minutes} minutes.`,
        { timeout: 1_000 },
      );
    }).toPass({ timeout: 10_000 });
    const mine = await placeOf(second, eventId);
    expect(mine.number).toBe((await placeOf(first, eventId)).number + 1);
    await expectAccessible(second);

    // A reload and more tabs change nothing.
    await second.reload();
    await expect(position(second)).toHaveText(/^\d$/);
    expect(await placeOf(second, eventId)).toEqual(mine);
    const otherTab = await second.context().newPage();
    await otherTab.goto(`${event}/line`);
    await expect(position(otherTab)).toHaveText(/^\d$/);
    expect(await placeOf(otherTab, eventId)).toEqual(mine);
    await otherTab.close();
    await second.goBack();
    await expect(second.getByText('You have a place in line').first()).toBeVisible();
    await second.getByRole('link', { name: 'To my place in line' }).first().click();
    await expect(position(second)).toHaveText(/^\d$/);
    expect(await placeOf(second, eventId)).toEqual(mine);

    // Nor does a closed laptop.
    second = await reopen(second);
    await second.goto(`${event}/line`);
    await expect(position(second)).toHaveText(/^\d$/);
    expect(await placeOf(second, eventId)).toEqual(mine);

    // The organizer sees six people, not ten pages.
    await organizer.goto(overview);
    await expect(organizer.getByTestId('room-waiting')).toHaveText(/^[56]$/);
    await expect(organizer.getByTestId('room-joined')).toHaveText(String(Number(joined) + 6));
    await organizer.getByRole('link', { name: 'Settings', exact: true }).last().click();
    await letIn(organizer, 15);

    // In order: the first is let in and finds what was chosen; the second moves up, one by one.
    await expect(position(second)).toHaveText('1', { timeout: 40_000 });
    await expect(first.getByText('It is your turn').first()).toBeVisible();
    await expect(first).toHaveURL(new RegExp(`${event}#tickets$`), { timeout: 15_000 });
    await expect(first.getByRole('timer')).toBeVisible();
    await expect(stepper(first, ticket).count).toHaveValue('1');
    await expectAccessible(first);
    await goToCheckout(first);
    await fillBuyer(first, newGuest());
    await goToPayment(first);
    await payWith(first, '4242 4242 4242 4242');
    await first.waitForURL(/\/registrations\//, { timeout: 30_000 });
    await expect(first.getByTestId('ticket')).toHaveCount(1);

    await second.waitForURL((url) => url.hash === '#tickets', { timeout: 20_000 });
    await expect(second.getByText('Choose your tickets and continue').first()).toBeVisible();
    await organizer.goto(overview);
    await expect(organizer.getByTestId('room-ordered')).toHaveText(String(Number(ordered) + 1));
    await expect(organizer.getByTestId('room-inside')).toHaveText(String(Number(inside) + 1));
    await expect(organizer.getByTestId('room-waiting')).toHaveText('0');
    await expectAccessible(organizer);
    expectQuietBuyer();
  } finally {
    await organizer.goto(`${overview}/waiting-room`);
    await closeRoom(organizer);
    await organizer.getByRole('radio', { name: /^When it is crowded/ }).check();
    await letIn(organizer, 3000);
  }
  expectQuietConsole();
});

test('whoever waits when the room is closed goes straight on to the tickets', async ({
  browser,
}) => {
  const organizer = await (await browser.newContext()).newPage();
  const overview = await openOverview(organizer);
  await organizer.goto(`${overview}/waiting-room`);
  await letIn(organizer, 1);
  await organizer.getByRole('button', { name: 'Open now' }).click();
  await organizer.getByRole('dialog').getByRole('button', { name: 'Open now' }).click();
  await expect(told(organizer, 'The waiting room is open.')).toBeVisible();
  const buyer = await (await browser.newContext()).newPage();
  await buyer.goto(`${event}/line`);
  await expect(position(buyer)).toHaveText(/^\d+$/);
  await closeRoom(organizer);
  await buyer.waitForURL((url) => url.hash === '#tickets', { timeout: 30_000 });
  await expect(
    told(buyer, 'There is no line at the moment: you can order right away.'),
  ).toBeVisible();
  await expect(joinLink(buyer)).toBeHidden();
  await letIn(organizer, 3000);
});

test('a line that is scheduled is announced, and stands there when its time has come', async ({
  browser,
}) => {
  const organizer = await (await browser.newContext()).newPage();
  const overview = await openOverview(organizer);
  await organizer.goto(`${overview}/waiting-room`);
  const [opens, closes] = [/^Opens/, /^Closes/].map((name) =>
    organizer.getByRole('textbox', { name }),
  ) as [Locator, Locator];
  /** As the event's clock shows it, which is where these browsers are, too. */
  const inMinutes = (minutes: number) =>
    new Date(Date.now() + minutes * 60_000)
      .toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' })
      .slice(0, 16)
      .replace(' ', 'T');
  const save = async () => {
    await organizer.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(told(organizer, 'Saved.')).toBeVisible();
    await expect(told(organizer, 'Saved.')).toBeHidden();
  };

  try {
    // What cannot be is said beside its field.
    const scheduled = inMinutes(90);
    await opens.fill(scheduled);
    await closes.fill(inMinutes(60));
    await organizer.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(closes).toBeFocused();
    await closes.fill('');
    await save();
    await expect(organizer.getByText(/Nobody has to wait yet\. It opens on /)).toBeVisible();

    const buyer = await (await browser.newContext()).newPage();
    const expectQuietConsole = watchConsole(buyer);
    await buyer.goto(event);
    await expect(buyer.getByText('There will be a line')).toBeVisible();
    await expect(buyer.getByText(scheduled.slice(11)).first()).toBeVisible();
    await expect(joinLink(buyer)).toBeHidden();
    await expectAccessible(buyer);

    // Nobody has to reload.
    await opens.fill(inMinutes(-1));
    await save();
    await expect(joinLink(buyer)).toBeVisible();
    await expect(organizer.getByText('It is open by its schedule.')).toBeVisible();
    await joinLink(buyer).click();
    await expect(buyer.getByText('It is your turn').first()).toBeVisible();
    expectQuietConsole();
  } finally {
    await opens.fill('');
    await closes.fill('');
    await save();
  }
  await expect(organizer.getByText('It is open by its schedule.')).toBeHidden();
});
