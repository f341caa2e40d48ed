import { writeFakeCamera } from '@foyer/testing/fake-camera';
import { readPdf } from '@foyer/testing/read-pdf';
import { expect, type Page, test } from '@playwright/test';
import { openDoorPhone } from './support/door-camera';
import { attachmentOf, linkTo, waitForMail } from './support/inbox';
import { expectAccessible, watchConsole } from './support/page-checks';

const event = '/e/tidehall/still-water';
const guest = { name: 'Ngũgĩ Ødegård-Müller', email: `guest.${Date.now()}@example.com` };

/** The seeded owner of the venue, at the overview of the event. */
async function openOverview(page: Page): Promise<void> {
  await page.goto('/sign-in?returnTo=%2Forganize%2Ftidehall');
  await page.getByLabel('E-mail address').fill('owner@tidehall.example');
  await page.getByLabel('Password', { exact: true }).fill('open-the-doors');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page
    .getByRole('link', { name: /still water/i })
    .first()
    .click();
  await expect(page.getByTestId('sold')).toBeVisible();
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
}

const numberIn = async (page: Page, testId: string): Promise<number> =>
  Number(((await page.getByTestId(testId).textContent()) ?? '').replace(/\D/g, ''));

test('a guest buys a ticket, reads the mail, is let in once, and the organizer sees it happen', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const expectQuietConsole = watchConsole(page);
  const organizer = await (await browser.newContext()).newPage();
  await openOverview(organizer);
  const soldBefore = await numberIn(organizer, 'sold');
  const insideBefore = await numberIn(organizer, 'checked-in');

  // Choosing and holding.
  await page.goto(event);
  await page
    .getByRole('button', { name: /^More: / })
    .first()
    .click();
  await page
    .getByRole('button', { name: /continue/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/checkout\//);
  await expect(page.getByRole('timer')).toBeVisible();
  await expectAccessible(page);

  // Paying: declined first, then with a card that works.
  await page.getByLabel('Name', { exact: true }).fill(guest.name);
  await page.getByLabel('E-mail address', { exact: true }).fill(guest.email);
  await page.getByRole('button', { name: 'Use my details' }).click();
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.waitForURL(/\/(c\/)?pay\//);
  await payWith(page, '4000 0000 0000 0002');
  await expect(page.getByRole('alert')).toContainText(/declined/i);
  await payWith(page, '4242 4242 4242 4242');

  // The tickets.
  await page.waitForURL(/\/registrations\//, { timeout: 30_000 });
  await expect(page.getByRole('heading', { name: 'You are in!' })).toBeVisible();
  await expect(page.getByTestId('ticket')).toHaveCount(1);
  await expect(page.getByRole('img', { name: new RegExp(guest.name) })).toBeVisible();
  await expectAccessible(page);
  await expect(organizer.getByTestId('sold')).toHaveText(String(soldBefore + 1));

  // The mail and its PDF.
  const mail = await waitForMail(guest.email, /still water/i);
  await page.goto(linkTo(mail, new URL(page.url()).pathname));
  await expect(page.getByTestId('ticket')).toHaveCount(1);
  const [pdf] = await readPdf(await attachmentOf(mail, /\.pdf$/));
  expect(pdf?.text).toContain(guest.name);
  expect(pdf?.qr).toMatch(/^F1/);
  const camera = test.info().outputPath('door.y4m');
  if (!pdf?.qrPicture) throw new Error('The PDF has no QR code.');
  writeFakeCamera(camera, pdf.qrPicture);

  // Pairing a phone.
  const doors = await organizer.context().newPage();
  await doors.goto(`${organizer.url()}/doors`);
  await doors.getByRole('button', { name: 'Pair a device' }).click();
  await doors.getByLabel('Name of the device').fill('North entrance');
  await doors.getByRole('button', { name: 'Create pairing code' }).click();
  const code = await doors.getByTestId('pairing-code').textContent();
  const door = await openDoorPhone(camera);
  try {
    await door.page.goto(`/door/pair#${code}`);
    // In: the camera is allowed already, so it starts by itself and sees the code from the PDF.
    await expect(door.page.getByText('Welcome', { exact: true })).toBeVisible({ timeout: 20_000 });
    await expect(door.page.getByText(guest.name)).toBeVisible();
    await expect(organizer.getByTestId('checked-in')).toHaveText(String(insideBefore + 1));
    await expect(doors.getByText(/is paired and ready/)).toBeVisible();
    await doors.getByRole('button', { name: 'Done' }).click();
    await expect(doors.getByText(guest.name).first()).toBeVisible();

    // And not in again.
    await expect(door.page.getByText('Welcome', { exact: true })).toBeHidden();
    await door.page.getByRole('button', { name: 'Type code' }).click();
    const ticketCode = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(pdf.text)?.[0] ?? '';
    await door.page.getByRole('textbox', { name: 'Ticket code' }).fill(ticketCode.toLowerCase());
    await door.page.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(door.page.getByText('Already inside')).toBeVisible();
    await expect(door.page.getByText(/Used .* at /)).toBeVisible();
  } finally {
    await door.browser.close();
  }
  // Refused scans are nobody's admission.
  await expect(organizer.getByTestId('checked-in')).toHaveText(String(insideBefore + 1));
  expectQuietConsole();
});

/** The hosted page of the payment gateway; any date ahead and any CVC will do. */
async function payWith(page: Page, card: string): Promise<void> {
  await page.locator('[name=number]').fill(card);
  await page.locator('[name=expiry]').fill('12/40');
  await page.locator('[name=cvc]').fill('123');
  await page.locator('[name=name]').fill(guest.name);
  await page.locator('[data-submit]').click();
}

test('tickets that nobody paid go back, and the buyer is told', async ({ page }) => {
  await page.goto(event);
  await page
    .getByRole('button', { name: /^More: / })
    .first()
    .click();
  await page
    .getByRole('button', { name: /continue/i })
    .first()
    .click();
  await expect(page).toHaveURL(/\/checkout\//);
  await page.reload();
  await expect(page.getByRole('timer')).toBeVisible();
  await page.getByRole('button', { name: 'Give the tickets back' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give the tickets back' }).click();
  await expect(page).toHaveURL(new RegExp(event));
});
