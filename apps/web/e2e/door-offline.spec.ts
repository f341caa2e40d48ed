import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { filmQrCode, openDoorPhone } from './support/door-camera';
import { expectAccessible, watchConsole } from './support/page-checks';
import { signIn } from './support/sign-in';
import { cancelTicket, freshTickets, issueTicket } from './support/tickets';

const slug = 'still-water';

/** The event's Doors page, as its organizer sees it. */
async function openDoors(doors: Page): Promise<void> {
  await signIn(doors, 'owner@tidehall.example', '/organize/tidehall');
  await doors
    .getByRole('link', { name: /still water/i })
    .first()
    .click();
  await expect(doors.getByTestId('sold')).toBeVisible();
  await doors.goto(`${doors.url()}/doors`);
}

/** Pairs a phone by the organizer's Doors page. @returns its page, ready to scan */
async function pairPhone(doors: Page, context: BrowserContext, name: string): Promise<Page> {
  await doors.getByRole('button', { name: 'Pair a device' }).click();
  await doors.getByLabel('Name of the device').fill(name);
  await doors.getByRole('button', { name: 'Create pairing code' }).click();
  const code = await doors.getByTestId('pairing-code').textContent();
  const phone = await context.newPage();
  await phone.goto(`/door/pair#${code}`);
  await expect(phone.getByText('Connected', { exact: true })).toBeVisible();
  await doors.getByRole('button', { name: 'Done' }).click();
  return phone;
}

/** A hand-held scanner types what it reads into the field that has the focus. */
async function show(phone: Page, text: string): Promise<void> {
  await phone.getByRole('button', { name: 'Type code' }).click();
  await phone.getByRole('textbox', { name: 'Ticket code' }).fill(text);
  await phone.getByRole('button', { name: 'Check', exact: true }).click();
}

/** A verdict goes by itself; nobody has to wait for it. */
async function next(phone: Page): Promise<void> {
  await phone.keyboard.press('Escape');
  await expect(phone.locator('[data-verdict]')).toBeHidden();
}

const picture = (page: Page, name: string) =>
  page.screenshot({ path: test.info().outputPath(`${name}.png`) });

test('a phone that loses the network goes on, opens anew, and tells everything when it is back', async ({
  page: doors,
  browser,
}) => {
  const expectQuietConsole = watchConsole(doors);
  const [valid, inside, cancelled, typed, twice] = await freshTickets(slug, 5);
  if (!valid || !inside || !cancelled || !typed || !twice) throw new Error('too few tickets');
  const forged = `${valid.token.slice(0, -9)}${valid.token.at(-9) === '0' ? '1' : '0'}${valid.token.slice(-8)}`;

  await openDoors(doors);
  const screen = { locale: 'en-GB', viewport: { width: 375, height: 812 } };
  const [context, otherContext] = [
    await browser.newContext(screen),
    await browser.newContext(screen),
  ];
  const phone = await pairPhone(doors, context, 'North entrance');
  const other = await pairPhone(doors, otherContext, 'South entrance');

  // Everything that is needed later is on the phone: the page, and the list.
  await cancelTicket(cancelled.id);
  await show(phone, inside.token);
  await expect(phone.getByText('Welcome', { exact: true })).toBeVisible();
  await next(phone);
  await expect
    .poll(() => phone.evaluate(async () => (await caches.match('/door')) !== undefined))
    .toBe(true);
  await expect.poll(() => stateOnPhone(phone, cancelled.id)).toMatchObject({ isCancelled: true });
  await expect.poll(() => stateOnPhone(phone, inside.id)).toHaveProperty('use');
  await phone.getByRole('button', { name: 'Door settings' }).click();
  await expect(phone.getByText(/^of \d\d:\d\d$/)).toBeVisible();
  await expectAccessible(phone);
  await picture(phone, '1-settings');
  await phone.keyboard.press('Escape');

  // The network goes, and somebody closes the page.
  await context.setOffline(true);
  await phone.reload();
  await expect(phone.getByText('Offline', { exact: true })).toBeVisible();
  await expect(phone.getByText('No connection: go on scanning')).toBeVisible();
  await expectAccessible(phone);
  await picture(phone, '2-offline');

  await show(phone, valid.token);
  await expect(phone.getByText('Welcome', { exact: true })).toBeVisible();
  await expect(phone.getByText('Decided offline')).toBeVisible();
  await expect(phone.getByText(valid.attendeeName)).toBeVisible();
  await picture(phone, '3-welcome');
  await expectAccessible(phone);
  await next(phone);
  const refusals: [string, string, string][] = [
    [inside.token, 'Already inside', '4-inside'],
    [cancelled.token, 'Not valid any more', '5-cancelled'],
    [forged, 'Not genuine', '6-forged'],
    [valid.token, 'Already inside', '7-again'],
  ];
  for (const [token, verdict, name] of refusals) {
    await show(phone, token);
    await expect(phone.getByText(verdict, { exact: true })).toBeVisible();
    await expect(phone.getByText('Decided offline')).toBeVisible();
    await picture(phone, name);
    await next(phone);
  }
  const latecomer = await issueTicket(valid, slug);
  await show(phone, latecomer.token);
  await expect(phone.getByText('Welcome', { exact: true })).toBeVisible();
  await expect(phone.getByText('Decided offline: genuine, newer than the list')).toBeVisible();
  await picture(phone, '7b-latecomer');
  await next(phone);
  await show(phone, typed.code);
  await expect(phone.getByText('Welcome', { exact: true })).toBeVisible();
  await next(phone);
  await show(phone, twice.token);
  await expect(phone.getByText('Welcome', { exact: true })).toBeVisible();
  await next(phone);
  await expect(phone.getByText('8 scans wait', { exact: true })).toBeVisible();
  await phone.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(phone.getByText('Searching needs the connection')).toBeVisible();
  await phone.keyboard.press('Escape');

  // What waits outlives the page, too.
  await phone.reload();
  await expect(phone.getByText('8 scans wait', { exact: true })).toBeVisible();
  await expectAccessible(phone);
  await picture(phone, '8-waiting');
  await show(phone, valid.token);
  await expect(phone.getByText('Already inside', { exact: true })).toBeVisible();
  await next(phone);
  await phone.getByRole('button', { name: 'Door settings' }).click();
  await phone.getByRole('button', { name: 'Sign this phone off' }).click();
  await expect(phone.getByText(/9 scans have not been delivered and will be lost/)).toBeVisible();
  await phone.getByRole('button', { name: 'Cancel' }).click();
  await phone.keyboard.press('Escape');

  // Meanwhile another gate, which hears nothing of this one.
  await show(other, twice.token);
  await expect(other.getByText('Welcome', { exact: true })).toBeVisible();
  await next(other);

  // Back again: it tells by itself, and says where it disagrees.
  await context.setOffline(false);
  await expect(phone.getByText('Connected', { exact: true })).toBeVisible();
  await expect(phone.getByText('1 admission disagrees with what happened elsewhere')).toBeVisible();
  await expect(phone.getByText(/was also let in at .*South entrance/)).toBeVisible();
  await expect(phone.getByText(/scans? waits?/)).toBeHidden();
  await expectAccessible(phone);
  await picture(phone, '9-told');
  await phone.getByRole('button', { name: 'Got it' }).click();
  await expect(phone.getByText(/disagrees/)).toBeHidden();

  // Every other gate knows now, and so does the organizer.
  await show(other, valid.token);
  await expect(other.getByText('Already inside', { exact: true })).toBeVisible();
  await expect(other.getByText('At North entrance')).toBeVisible();
  await next(other);
  const conflicts = doors.locator('section').filter({
    has: doors.getByRole('heading', { name: 'Let in twice, or without a valid ticket' }),
  });
  const row = conflicts.getByRole('listitem').filter({ hasText: twice.attendeeName }).first();
  await expect(row).toContainText('North entrance');
  await expect(row).toContainText('South entrance');
  await doors.reload();
  await expect(doors.getByText(/Guest list of/).first()).toBeVisible();
  await expect(row).toContainText('Offline');
  await expect(doors.getByText(/waits? on it/)).toHaveCount(0);
  await expectAccessible(doors);
  await doors.screenshot({ path: test.info().outputPath('10-doors.png'), fullPage: true });

  // Signed off, nothing stays on the phone.
  await phone.getByRole('button', { name: 'Door settings' }).click();
  await phone.getByRole('button', { name: 'Sign this phone off' }).click();
  await phone
    .getByRole('dialog')
    .last()
    .getByRole('button', { name: 'Sign this phone off' })
    .click();
  await expect(phone.getByText('This phone is not paired yet')).toBeVisible();
  await expect
    .poll(() => phone.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)))
    .toEqual([]);
  await context.close();
  await otherContext.close();
  expectQuietConsole();
});

test('opened anew without a network, a camera that was not used before reads tickets', async ({
  page: doors,
}) => {
  const [ticket] = await freshTickets(slug, 1);
  if (!ticket) throw new Error('too few tickets');
  await openDoors(doors);
  const { browser, page } = await openDoorPhone(filmQrCode(ticket.token), []);
  const context = page.context();
  try {
    const phone = await pairPhone(doors, context, 'West entrance');
    await expect
      .poll(() => phone.evaluate(async () => (await caches.match('/door')) !== undefined))
      .toBe(true);
    await expect.poll(() => stateOnPhone(phone, ticket.id)).not.toBeNull();
    await context.setOffline(true);
    // Allowed by now, so it starts by itself and looks at the ticket.
    await context.grantPermissions(['camera']);
    await phone.reload();
    await expect(phone.getByText('Welcome', { exact: true })).toBeVisible();
    await expect(phone.getByText('Decided offline')).toBeVisible();
    await expect(phone.getByText(ticket.attendeeName)).toBeVisible();
    await picture(phone, 'camera-offline');
  } finally {
    await browser.close();
  }
});

/** What the phone's list says of a ticket. */
function stateOnPhone(phone: Page, ticketId: string): Promise<unknown> {
  return phone.evaluate(async (id) => {
    const [{ name = '' } = {}] = await indexedDB.databases();
    return await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const asking = opening.result.transaction('tickets').objectStore('tickets').get(id);
        asking.onsuccess = () => {
          opening.result.close();
          resolve(asking.result ?? null);
        };
      };
    });
  }, ticketId);
}
