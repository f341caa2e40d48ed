import { expect, type Locator, test } from '@playwright/test';
import { expectAccessible, watchConsole } from './support/page-checks';
import { signIn } from './support/sign-in';

async function describeType(
  card: Locator,
  { name, price, quantity }: { name: string; price: string; quantity?: string },
) {
  await card.getByRole('textbox', { name: 'Price' }).fill(price);
  if (quantity) await card.getByRole('spinbutton', { name: 'Quantity' }).fill(quantity);
  // Last: the card is called by its name from then on.
  await card.getByRole('textbox', { name: 'Name' }).fill(name);
}

test('an organizer creates an event, sets up two ticket types with a shared quota, and publishes it', async ({
  page,
  browser,
}) => {
  const expectQuietConsole = watchConsole(page);
  const title = `Night Shift ${Date.now()}`;
  const slug = title.toLowerCase().replaceAll(' ', '-');

  await signIn(page, 'owner@lumenfold.example', '/organize/lumenfold');
  await expect(page.getByRole('heading', { level: 1, name: 'Events' })).toBeVisible();
  await page.getByRole('link', { name: 'New event' }).click();

  // Nothing filled in: the form says what is missing and goes there.
  await page.getByRole('button', { name: 'Create and go to tickets' }).click();
  await expect(page.getByLabel('Title')).toBeFocused();
  await expect(page.getByText('4 things need your attention')).toBeVisible();

  await page.getByLabel('Title').fill(title);
  await expect(page.getByLabel('Web address')).toHaveValue(slug);
  await page.getByLabel('Starts').fill('2031-05-09T19:00');
  await page.getByLabel('Ends').fill('2031-05-09T18:00');
  await page.getByRole('button', { name: 'Create and go to tickets' }).click();
  await expect(page.getByLabel('Ends')).toBeFocused();
  await page.getByLabel('Ends').fill('2031-05-09T22:00');
  // Another zone keeps what the clock says.
  await page.getByLabel('Time zone of the event').selectOption('Asia/Tokyo');
  await expect(page.getByLabel('Starts')).toHaveValue('2031-05-09T19:00');
  await page.getByLabel('Venue').fill('The Boiler House');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create and go to tickets' }).click();

  await expect(page).toHaveURL(/\/tickets$/);
  await page.getByRole('button', { name: 'Add shared quota' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Balcony');
  await page.getByRole('spinbutton', { name: 'Places' }).fill('30');
  await page.getByRole('button', { name: 'Add ticket type' }).click();
  await describeType(page.getByRole('listitem', { name: 'Ticket type 1' }), {
    name: 'Full price',
    price: '25',
  });
  await page.getByRole('button', { name: 'Add ticket type' }).click();
  await describeType(page.getByRole('listitem', { name: 'Ticket type 2' }), {
    name: 'Reduced',
    price: '12.50',
    quantity: '10',
  });
  for (const name of ['Full price', 'Reduced']) {
    const card = page.getByRole('listitem', { name });
    await card.getByRole('button', { name: `More options: ${name}` }).click();
    await card.getByRole('checkbox', { name: 'Balcony' }).check();
  }
  // The most tickets, and the most revenue.
  await expect(page.getByRole('definition')).toHaveText(['30', '€750.00']);

  // By keyboard: the button keeps the focus where its card went, or its twin takes it.
  await page.getByRole('button', { name: 'Move up: Reduced' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Move down: Reduced' })).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save tickets' }).click();
  await expect(page.getByText('The tickets are saved.', { exact: true })).toBeVisible();

  await page.reload();
  const cards = page.getByRole('list').getByRole('listitem', { name: /^(Full price|Reduced)$/ });
  await expect(cards.nth(0)).toHaveAccessibleName('Reduced');
  await expect(cards.nth(0).getByRole('textbox', { name: 'Price' })).toHaveValue('12.50');
  await expect(cards.nth(0).getByRole('spinbutton', { name: 'Quantity' })).toHaveValue('10');
  await expect(cards.nth(1).getByRole('spinbutton', { name: 'Quantity' })).toHaveValue('');
  await expect(page.getByText('Used by Reduced, Full price')).toBeVisible();

  // What is typed is not lost by a click on a link.
  await cards.nth(1).getByRole('textbox', { name: 'Price' }).fill('26');
  await page.getByRole('link', { name: 'Events' }).first().click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(cards.nth(1).getByRole('textbox', { name: 'Price' })).toHaveValue('26');
  await page.getByRole('button', { name: 'Save tickets' }).click();
  await expect(page.getByText('The tickets are saved.', { exact: true }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Published', { exact: true })).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`/e/lumenfold/${slug}`);
  await expect(stranger.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(stranger.getByText('Full price', { exact: true }).first()).toBeVisible();
  await expect(stranger.getByText('Reduced', { exact: true }).first()).toBeVisible();
  await expect(stranger.getByText('€26.00').first()).toBeVisible();
  expectQuietConsole();
});

test('a capacity below what is sold is refused beside the field, and an ordered type is switched off instead of removed', async ({
  page,
}) => {
  await signIn(page, 'owner@lumenfold.example', '/organize/lumenfold');
  await page.getByRole('link', { name: /Undercurrent: the distributed/ }).click();
  await page.getByRole('link', { name: 'Tickets' }).first().click();
  const capacity = page.getByRole('spinbutton', { name: 'Capacity of the event' });
  await capacity.fill('10');
  await page.getByRole('button', { name: 'Save tickets' }).click();
  await expect(capacity).toBeFocused();
  await expect(capacity).toHaveAccessibleDescription(/sold and \d+ on hold: please enter at least/);

  await page.getByRole('button', { name: 'Remove: Early bird', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '“Early bird” was ordered already' });
  await dialog.getByRole('button', { name: 'Switch off' }).click();
  const card = page.getByRole('listitem', { name: 'Early bird' });
  await expect(card.getByRole('switch', { name: 'On sale' })).not.toBeChecked();
});

test('staff see the events but are told who may change them', async ({ page }) => {
  await signIn(page, 'staff@lumenfold.example', '/organize/lumenfold');
  await expect(page.getByText('Owners and administrators of the organization')).toBeVisible();
  await expect(page.getByRole('link', { name: 'New event' })).toHaveCount(0);
  await page.goto('/organize/lumenfold/events/new');
  await expect(page.getByText('Only owners and administrators')).toBeVisible();
  await page.goto('/organize/lumenfold/settings');
  await expect(page.getByText('Only owners and administrators')).toBeVisible();
  await expectAccessible(page);
});

test('the look of an organization is saved and shown before it is', async ({ page }) => {
  await signIn(page, 'owner@lumenfold.example', '/organize/lumenfold/settings');
  const tagline = `Systems, kept running ${Date.now()}`;
  await page.getByLabel('Tagline').fill(tagline);
  await expect(page.getByRole('figure').getByText(tagline)).toBeVisible();
  const color = page.getByRole('textbox', { name: 'Main colour', exact: true });
  const before = await color.inputValue();
  await color.fill('#f2c14e');
  await expect(page.getByText(/Links use the darker shade/)).toBeVisible();
  await color.fill(before);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Tagline')).toHaveValue(tagline);
});
