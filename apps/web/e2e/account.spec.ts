import { expect, test } from '@playwright/test';
import { linkTo, waitForMail } from './support/inbox';
import { expectAccessible, watchConsole } from './support/page-checks';

const password = 'correct horse battery staple';

test('someone signs up, confirms by mail, signs in, changes their name and signs out', async ({
  page,
}) => {
  const expectQuietConsole = watchConsole(page);
  const email = `ada.${Date.now()}@example.com`;

  await page.goto('/sign-up');
  await expectAccessible(page);
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Please check your mail' })).toBeFocused();
  await expectAccessible(page);

  const mail = await waitForMail(email, /confirm/i);
  await page.goto(linkTo(mail, '/verify-email'));
  await expect(page.getByRole('heading', { name: 'Address confirmed' })).toBeVisible();
  await expectAccessible(page);

  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Faccount$/);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible();
  await expect(page.getByText('Confirmed')).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel('Name', { exact: true }).fill('Ada King');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account: Ada King' })).toBeVisible();

  // The sign-in survives a reload: the token is in memory, the refresh cookie is not.
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ada King');

  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.reload();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  expectQuietConsole();
});

test('a forgotten password is replaced by a link that works once', async ({ page }) => {
  const email = `grace.${Date.now()}@example.com`;
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.goto(linkTo(await waitForMail(email, /confirm/i), '/verify-email'));
  await expect(page.getByRole('heading', { name: 'Address confirmed' })).toBeVisible();

  await page.goto('/forgot-password');
  await expectAccessible(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByText(`If there is an account for ${email}`)).toBeVisible();

  const link = linkTo(await waitForMail(email, /password/i), '/reset-password');
  await page.goto(link);
  await expectAccessible(page);
  await page.getByLabel('New password').fill('password123');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByLabel('New password')).toBeFocused();
  await expect(page.getByText('among the first that are guessed').first()).toBeVisible();
  await page.getByLabel('New password').fill('an entirely different phrase');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(page.getByRole('heading', { name: 'Password saved' })).toBeVisible();

  await page.goto(link);
  await page.getByLabel('New password').fill('yet another long phrase');
  await page.getByRole('button', { name: 'Save password' }).click();
  await expect(
    page.getByRole('heading', { name: 'This link does not work any more' }),
  ).toBeVisible();
  await expectAccessible(page);
});

test('sign-in says what is wrong, beside the fields and on top, and moves the focus there', async ({
  page,
}) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('2 things need your attention')).toBeVisible();
  await expect(page.getByLabel('E-mail address')).toBeFocused();
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(
    'Please fill this in.',
  );
  await expectAccessible(page);

  await page.getByLabel('E-mail address').fill('nobody@example.com');
  await page.getByLabel('Password', { exact: true }).fill('wrong wrong wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'E-mail address or password is wrong.',
  );
  await expectAccessible(page);
});

test('an address elsewhere is not followed after signing in', async ({ page }) => {
  await page.goto('/sign-in?returnTo=//evil.example/');
  await page.getByLabel('E-mail address').fill('attendee@foyer.example');
  await page.getByLabel('Password', { exact: true }).fill('open-the-doors');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/my\/tickets$/);
});

test('a cut link to confirm an address is explained', async ({ page }) => {
  await page.goto('/verify-email');
  await expect(page.getByText('open the whole link from the mail')).toBeVisible();
  await page.goto('/verify-email?token=forged');
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
});
