import { type Html, html } from './html.ts';
import type { PaymentView } from './pay-page.ts';
import type { Texts } from './texts.ts';

/** What a bank shows between the card and the money. */
export function challengeBody(view: PaymentView, texts: Texts, payPath: string): Html {
  return html`<main class="narrow"><section class="panel" aria-labelledby="challenge">
<h1>${texts.testBank}</h1>
<h2 id="challenge">${texts.challengeTitle}</h2>
<p class="amount">${view.amount}</p>
<p>${texts.challengeText(view.amount, view.merchant)}</p>
<form method="post" class="stack">
<button type="submit" name="result" value="complete">${texts.challengeComplete}</button>
<button type="submit" name="result" value="fail" class="quiet">${texts.challengeFail}</button>
</form>
<p><a class="leave" href="${payPath}">${texts.challengeBack}</a></p>
</section></main>`;
}

/** A page on which there is nothing left to do: paid, expired, unknown. */
export function closedBody(texts: Texts, title: string, text: string, next: string | null): Html {
  return html`<main class="narrow"><section class="panel">
<h1 class="title">${title}</h1>
<p>${text}</p>
${next && html`<p><a class="button" href="${next}">${texts.goOn}</a></p>`}
</section></main>`;
}

/** The gateway's front door: what it is and what happened on it, for whoever runs it. */
export function homeBody(
  payments: { at: string; what: string; amount: string; status: string; url: string | null }[],
): Html {
  const rows = payments.map(
    ({ at, what, amount, status, url }) =>
      html`<tr><td>${at}</td><td>${url ? html`<a href="${url}">${what}</a>` : what}</td><td>${amount}</td><td>${status}</td></tr>`,
  );
  return html`<main>
<section><h1 class="title">Payment test gateway</h1>
<p>Speaks the part of Stripe's API that Foyer uses. It stands in for the payment provider on a development or demo
installation; set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET of a real account to replace it.</p></section>
<section class="panel"><h2>Latest payments</h2>
${
  rows.length === 0
    ? html`<p class="soft">None yet. Choose tickets in the shop and go to pay.</p>`
    : html`<div class="scroll"><table><thead><tr><th scope="col">Opened (UTC)</th><th scope="col">For</th><th scope="col">Amount</th><th scope="col">State</th></tr></thead><tbody>${rows}</tbody></table></div>`
}
</section></main>`;
}
