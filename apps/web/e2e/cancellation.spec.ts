import { expect, type Page, test } from '@playwright/test';
import {
  fillBuyer,
  goToCheckout,
  goToPayment,
  newGuest,
  payWith,
  stepper,
} from './support/checkout';
import { linkTo, waitForMail } from './support/inbox';
import { expectAccessible, watchConsole } from './support/page-checks';
import { signIn } from './support/sign-in';

const concert = '/e/tidehall/long-exposure';

/** @returns the order's id, and where the payment provider is */
async function buyThree(page: Page, guest: ReturnType<typeof newGuest>) {
  await page.goto(concert);
  await expect(
    page.getByText(/You can cancel until .* and get 80\s?% of the price back/),
  ).toBeVisible();
  for (let i = 0; i < 3; i += 1) await stepper(page, 'Floor').more.click();
  const id = await goToCheckout(page);
  await fillBuyer(page, guest);
  await goToPayment(page);
  const provider = new URL(page.url()).origin;
  await payWith(page, '4242 4242 4242 4242');
  await expect(page.getByRole('heading', { name: 'You are in!' })).toBeVisible({ timeout: 30_000 });
  return { id, provider };
}

test('a buyer cancels a ticket, the organizer the rest, and the money goes back', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const expectQuietConsole = watchConsole(page);
  const guest = newGuest();
  const { id, provider } = await buyThree(page, guest);
  await expect(page.getByTestId('ticket')).toHaveCount(3);

  // The buyer gives one back: 80 percent of 38 euros, as promised on the event's page.
  await page.getByRole('button', { name: 'Cancel tickets' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cancel tickets' }).click();
  await expect(dialog.getByRole('alert')).toContainText('choose at least one');
  await dialog.getByRole('checkbox').first().check();
  await expect(dialog.getByText(/€\d+\.\d\d go back to the card/)).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('buyer-cancels.png') });
  await dialog.getByRole('button', { name: 'Cancel the ticket' }).click();
  await expect(
    page.getByText('Cancelled. We have sent you a mail about it.', { exact: true }),
  ).toBeVisible();
  await expect(page.getByText('This ticket is not valid any more.')).toHaveCount(1);
  await expect(page.getByText('1 cancelled')).toBeVisible();
  await expect(page.getByText(/A refund of|were refunded/)).toBeVisible();
  const told = await waitForMail(guest.email, /A ticket for .* is cancelled/);
  expect(told.text).toContain('Your other 2 tickets stay valid.');
  await page.screenshot({ path: test.info().outputPath('buyer-after.png'), fullPage: true });

  // The organizer cancels one more, for less than its price, and says why.
  const organizer = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signIn(organizer, 'owner@tidehall.example', '/organize/tidehall');
  await organizer
    .getByRole('link', { name: /long exposure/i })
    .first()
    .click();
  await organizer.waitForURL(/\/events\/[0-9a-f-]{36}/);
  const eventPath = /\/organize\/tidehall\/events\/[0-9a-f-]{36}/.exec(organizer.url())?.[0];
  await organizer.goto(`${eventPath}/registrations/${id}`);
  await organizer.getByRole('button', { name: 'Cancel tickets' }).click();
  const form = organizer.getByRole('dialog');
  const refund = form.getByLabel('Refund');
  const proposed = await refund.inputValue();
  await form.getByRole('checkbox').first().uncheck();
  await expect(refund).not.toHaveValue(proposed);
  await refund.fill('9999');
  await form.getByRole('button', { name: 'Cancel them' }).click();
  await expect(form.getByText(/are left to refund\.$/).first()).toBeVisible();
  await refund.fill('10');
  await form.getByLabel('Message to the buyer').fill('The band asked for a smaller stage.');
  await expectAccessible(organizer);
  await organizer.screenshot({ path: test.info().outputPath('organizer-cancels.png') });
  await form.getByRole('button', { name: 'Cancel them' }).click();
  await expect(
    organizer.getByText('Cancelled. The buyer is being told.', { exact: true }),
  ).toBeVisible();
  const second = await waitForMail(guest.email, /A ticket for .* is cancelled/);
  await expect
    .poll(async () => (await waitForMail(guest.email, /is cancelled/)).text)
    .toContain('The band asked for a smaller stage.');
  expect(second.text).toContain('valid');

  // Money alone, and then the last ticket with whatever is left.
  await organizer.getByRole('button', { name: 'Refund', exact: true }).click();
  await form.getByLabel('Amount').fill('5');
  await form.getByRole('button', { name: 'Refund', exact: true }).click();
  await expect(organizer.getByText('The refund is on its way.', { exact: true })).toBeVisible();
  // Somebody gives three euros back in the provider's own dashboard: the order knows.
  const reference = await organizer.locator('code').filter({ hasText: 'pi_' }).textContent();
  const made = await organizer.request.post(`${provider}/sandbox/payments/${reference}/refund`, {
    data: { amount: 300 },
  });
  expect(made.status()).toBe(200);
  await expect(async () => {
    await organizer.reload();
    await expect(organizer.getByText(/Refund made at the payment provider · €3\.00/)).toBeVisible();
  }).toPass({ timeout: 20_000 });
  await organizer.getByRole('button', { name: 'Cancel tickets' }).click();
  await form.getByRole('button', { name: 'Cancel them' }).click();
  await expect(organizer.getByText('Cancelled', { exact: true }).first()).toBeVisible();
  await expect(organizer.getByRole('button', { name: 'Cancel tickets' })).toHaveCount(0);
  // The provider has confirmed all five.
  await expect(async () => {
    await organizer.reload();
    await expect(organizer.getByText('Refunded', { exact: true })).toHaveCount(5);
  }).toPass({ timeout: 20_000 });
  await expectAccessible(organizer);
  await organizer.screenshot({
    path: test.info().outputPath('organizer-after.png'),
    fullPage: true,
  });

  await page.goto(linkTo(told, new URL(page.url()).pathname));
  await expect(page.getByRole('heading', { name: 'This order was cancelled' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel tickets' })).toHaveCount(0);
  expectQuietConsole();
  await organizer.context().close();
});

test('an organizer says until when guests may cancel, by the event’s own clock', async ({
  page,
}) => {
  await signIn(page, 'owner@lumenfold.example', '/organize/lumenfold');
  await page.getByRole('link', { name: 'New event' }).click();
  await page.getByLabel('Title').fill(`Second Thoughts ${Date.now()}`);
  await page.getByLabel('Starts').fill('2031-05-09T19:00');
  await page.getByLabel('Ends').fill('2031-05-09T22:00');
  await page.getByLabel('Guests may cancel until').fill('2031-05-10T12:00');
  await page.getByLabel('Refund in percent of the price').fill('101');
  await page.getByRole('button', { name: 'Create and go to tickets' }).click();
  await expect(
    page.getByText('Tickets cannot be cancelled after the event has ended.').first(),
  ).toBeVisible();
  await page.getByLabel('Guests may cancel until').fill('2031-05-09T12:00');
  await page.getByLabel('Refund in percent of the price').fill('75');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create and go to tickets' }).click();
  await expect(page).toHaveURL(/\/tickets$/);
  await page.goto(page.url().replace(/\/tickets$/, '/edit'));
  await expect(page.getByLabel('Guests may cancel until')).toHaveValue('2031-05-09T12:00');
  await expect(page.getByLabel('Refund in percent of the price')).toHaveValue('75');
  await page.getByLabel('Time zone of the event').selectOption('Asia/Tokyo');
  await expect(page.getByLabel('Guests may cancel until')).toHaveValue('2031-05-09T12:00');
  await page.getByRole('heading', { name: 'Cancellation by guests' }).scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('editor.png') });
});
