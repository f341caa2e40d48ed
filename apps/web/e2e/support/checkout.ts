import { expect, type Page } from '@playwright/test';

/** A guest nobody has seen before: limits per person count by address. */
export function newGuest(name = 'Zoë Ødegård-Nguyễn') {
  return { name, email: `guest.${crypto.randomUUID()}@example.com` };
}
export type Guest = ReturnType<typeof newGuest>;

/** The quantity of one ticket type on an event page. */
export function stepper(page: Page, ticketType: string) {
  return {
    more: page.getByRole('button', { name: `More: ${ticketType}`, exact: true }),
    fewer: page.getByRole('button', { name: `Fewer: ${ticketType}`, exact: true }),
    count: page.getByRole('spinbutton', { name: ticketType, exact: true }),
  };
}

/** What the list says is left of a ticket type; it says a number for these. */
export async function leftOf(page: Page, ticketType: string): Promise<number> {
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: ticketType, exact: true }) });
  const text = (await row.getByText(/left$/).textContent()) ?? '';
  return /one/i.test(text) ? 1 : Number(text.replace(/\D/g, ''));
}

/** From chosen tickets to the checkout; answers the registration's id. */
export async function goToCheckout(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(/\/checkout\//);
  await expect(page.getByRole('timer')).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Who buys, and the same person on every ticket. */
export async function fillBuyer(page: Page, guest: Guest): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(guest.name);
  await page.getByLabel('E-mail address', { exact: true }).fill(guest.email);
  for (const button of await page.getByRole('button', { name: 'Use my details' }).all()) {
    await button.click();
  }
}

export async function goToPayment(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.waitForURL(/\/(c\/)?pay\//);
}

/** The hosted page of the payment gateway; any date ahead and any security code will do. */
export async function payWith(page: Page, card: string): Promise<void> {
  await page.locator('[name=number]').fill(card);
  await page.locator('[name=expiry]').fill('12/40');
  await page.locator('[name=cvc]').fill('123');
  await page.locator('[name=name]').fill('Zoë Ødegård');
  await page.locator('[data-submit]').click();
}
