import { expect, type Page } from '@playwright/test';

/** Signs somebody of the demo world in, and ends where they wanted to go. */
export async function signIn(page: Page, email: string, returnTo: string): Promise<void> {
  await page.goto(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('open-the-doors');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((url) => url.pathname === returnTo);
}
