import type { Page } from '@playwright/test';

/** The browser is closed and opened again: what it stored is there, tabs and what they knew are gone. */
export async function reopen(page: Page): Promise<Page> {
  const before = page.context();
  const browser = before.browser();
  if (!browser) throw new Error('this context has no browser');
  const storageState = await before.storageState();
  await before.close();
  return await (await browser.newContext({ storageState })).newPage();
}
