import { writeFakeCamera } from '@foyer/testing/fake-camera';
import { type Picture, readPdf } from '@foyer/testing/read-pdf';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import {
  fillBuyer,
  goToCheckout,
  goToPayment,
  newGuest,
  payWith,
  stepper,
} from './support/checkout';
import { attachmentOf, linkTo, waitForMail } from './support/inbox';
import { expectAccessible, watchConsole } from './support/page-checks';
import { signIn } from './support/sign-in';

/** An exhibition: its door is open, and it has begun. */
const event = { path: '/e/tidehall/still-water', organize: '/organize/tidehall' };

const phoneSize = { width: 375, height: 812 };
const desktopSize = { width: 1280, height: 900 };

async function picture(page: Page, name: string): Promise<void> {
  for (const [device, size] of Object.entries({ desktop: desktopSize, phone: phoneSize })) {
    await page.setViewportSize(size);
    await expectAccessible(page);
    await page.screenshot({ path: test.info().outputPath(`${name}-${device}.png`) });
  }
  await page.setViewportSize(desktopSize);
}

/** A phone at the door whose camera looks at the given video. */
async function openDoorPhone(camera: string): Promise<{ browser: Browser; page: Page }> {
  const options = test.info().project.use.launchOptions ?? {};
  const browser = await chromium.launch({
    ...options,
    args: [
      ...(options.args ?? []),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
    ],
  });
  const context = await browser.newContext({
    baseURL: test.info().project.use.baseURL,
    locale: 'en-GB',
    viewport: phoneSize,
    permissions: ['camera'],
  });
  return { browser, page: await context.newPage() };
}

/** Pairs another phone that looks at a QR code; it scans by itself. */
async function showAtDoor(doors: Page, name: string, picture: Picture | null | undefined) {
  if (!picture) throw new Error('The PDF has no QR code.');
  const camera = test.info().outputPath(`${name}.y4m`);
  writeFakeCamera(camera, picture);
  await doors.getByRole('button', { name: 'Pair a device' }).first().click();
  await doors.getByLabel('Name of the device').fill(name);
  await doors.getByRole('button', { name: 'Create pairing code' }).click();
  const code = await doors.getByTestId('pairing-code').textContent();
  const phone = await openDoorPhone(camera);
  await phone.page.goto(`/door/pair#${code}`);
  await doors.getByRole('button', { name: 'Done' }).click();
  return phone;
}

test('a buyer gives a ticket away: the new holder is mailed it and let in, the old code is void', async ({
  page,
  browser,
}) => {
  const expectQuietConsole = watchConsole(page);
  const organizer = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await organizer.setViewportSize(desktopSize);
  await signIn(organizer, 'owner@tidehall.example', event.organize);
  await organizer
    .getByRole('link', { name: /still water/i })
    .first()
    .click();
  await expect(organizer.getByTestId('sold')).toBeVisible();
  const overview = organizer.url();
  // By default guests may until the start; this one goes on for months.
  await organizer.goto(`${overview}/edit`);
  const end = await organizer.getByLabel('Ends').inputValue();
  await organizer.getByLabel('Guests may give away until').fill(end);
  await organizer.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(organizer.getByText('Saved').first()).toBeVisible();

  const buyer = newGuest('Ngũgĩ Ødegård');
  const friend = newGuest('Chimamanda Adichie');
  await page.goto(event.path);
  const more = page.getByRole('button', { name: /^More: / }).first();
  for (let i = 0; i < 2; i++) await more.click();
  const registrationId = await goToCheckout(page);
  await fillBuyer(page, buyer);
  await goToPayment(page);
  await payWith(page, '4242 4242 4242 4242');
  await page.waitForURL(/\/registrations\//, { timeout: 30_000 });
  const tickets = page.getByTestId('ticket');
  await expect(tickets).toHaveCount(2);
  const oldMail = await waitForMail(buyer.email, /still water/i);
  const oldPages = await readPdf(await attachmentOf(oldMail, /\.pdf$/));
  // By the link of the mail, as a guest.
  await page.goto(linkTo(oldMail, `/registrations/${registrationId}`));
  await expect(tickets).toHaveCount(2);
  const given = tickets.first();
  const oldCode = (await given.locator('code').textContent()) ?? '';
  await picture(page, 'order');

  const german = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  await german.goto(page.url());
  await german
    .getByRole('button', { name: /^Weitergeben/ })
    .first()
    .click();
  await expect(german.getByRole('button', { name: 'Ticket weitergeben' })).toBeVisible();
  await picture(german, 'dialog-german');
  await german.context().close();

  // Nothing filled in, then no address: said beside the field.
  await given.getByRole('button', { name: /^Give to somebody else/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Give the ticket away' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByLabel('Name').fill(friend.name);
  await dialog.getByLabel('E-mail address').fill('chimamanda');
  await dialog.getByRole('button', { name: 'Give the ticket away' }).click();
  await expect(dialog.getByLabel('E-mail address')).toBeFocused();
  await picture(page, 'dialog');
  await dialog.getByLabel('E-mail address').fill(friend.email);
  await dialog.getByRole('button', { name: 'Give the ticket away' }).click();
  await expect(dialog).toBeHidden();

  // The buyer keeps the other ticket, and no code of this one.
  await expect(tickets).toHaveCount(1);
  await expect(page.getByTestId('handed-over-ticket')).toContainText(`Given to ${friend.name}`);
  await expect(page.getByText(oldCode)).toHaveCount(0);
  await picture(page, 'given');

  const newMail = await waitForMail(friend.email, /is yours/);
  expect(newMail.text).not.toContain(registrationId);
  const [newPage, ...otherPages] = await readPdf(await attachmentOf(newMail, /\.pdf$/));
  expect(otherPages).toEqual([]);
  expect(newPage?.text).toContain(friend.name);
  const toldBuyer = await waitForMail(buyer.email, /given to somebody else/);
  expect(toldBuyer.text).toContain(oldCode);
  const newCode = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(newPage?.text ?? '')?.[0] ?? '';
  expect(newCode).not.toBe(oldCode);
  const oldPage = oldPages.find(({ text }) => text.includes(oldCode));
  expect(oldPage?.qr).not.toBe(newPage?.qr);

  // The door: the old QR code is void, and so is its code; the new one admits once.
  await organizer.goto(`${overview}/doors`);
  const former = await showAtDoor(organizer, 'South entrance', oldPage?.qrPicture);
  await expect(former.page.getByText(/cancelled or replaced/)).toBeVisible();
  // The phone is in sight of whoever shows the old code.
  await expect(former.page.getByText(newCode)).toHaveCount(0);
  await former.page.screenshot({ path: test.info().outputPath('door-voided.png') });
  await former.browser.close();
  const present = await showAtDoor(organizer, 'West entrance', newPage?.qrPicture);
  await expect(present.page.getByText('Welcome', { exact: true })).toBeVisible();
  await expect(present.page.getByText(friend.name)).toBeVisible();
  await present.browser.close();

  // The organizer sees it in the order, and may give the other ticket away.
  await organizer.goto(`${overview}/registrations/${registrationId}`);
  await expect(
    organizer.getByText(
      `Ticket of ${buyer.name} given to ${friend.name} (${friend.email}) by the buyer`,
    ),
  ).toBeVisible();
  await picture(organizer, 'organizer');
  await organizer.getByRole('button', { name: /^Give to somebody else/ }).click();
  const theirs = organizer.getByRole('dialog');
  await theirs.getByLabel('Name').fill('Ada');
  await theirs.getByLabel('E-mail address').fill(newGuest().email);
  await theirs.getByRole('button', { name: 'Give the ticket away' }).click();
  await expect(organizer.getByText(/given to Ada .* by the organizer/)).toBeVisible();

  await page.reload();
  await expect(page.getByTestId('handed-over-ticket')).toHaveCount(2);
  await expect(tickets).toHaveCount(0);
  await expect(
    page.getByRole('heading', { name: 'All your tickets were given away' }),
  ).toBeVisible();
  await picture(page, 'all-given');
  expectQuietConsole();
});

test('an organizer says until when guests may give tickets away, in the event’s zone', async ({
  page,
}) => {
  await signIn(page, 'owner@lumenfold.example', '/organize/lumenfold');
  await page
    .getByRole('link', { name: /incident reviews/i })
    .first()
    .click();
  await page.waitForURL(/\/events\//);
  await page.goto(`${page.url()}/edit`);
  const section = page.locator('section').filter({ hasText: 'Giving tickets to somebody else' });
  const isAllowed = section.getByRole('switch', { name: /Guests may give tickets away/ });
  await expect(isAllowed).toBeChecked();
  await section.scrollIntoViewIfNeeded();
  await picture(page, 'editor');
  await isAllowed.click();
  await expect(section.getByText('Left empty: until the event starts.')).toBeHidden();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();

  // Whoever has tickets is not offered it.
  const guest = newGuest();
  await page.goto('/e/lumenfold/incident-reviews-that-change-something');
  await stepper(page, 'Seat in the live room').more.click();
  await goToCheckout(page);
  await fillBuyer(page, guest);
  await page.getByRole('button', { name: 'Get my tickets' }).click();
  await page.waitForURL(/\/registrations\//);
  await expect(page.getByTestId('ticket')).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Give to somebody else/ })).toHaveCount(0);
});
