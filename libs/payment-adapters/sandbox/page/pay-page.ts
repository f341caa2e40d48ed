import { type CardForm, type CardFormProblems, quickFill } from '../cards.ts';
import { type Html, html } from './html.ts';
import type { Texts } from './texts.ts';

/** What a hosted page shows, whichever provider's wire it belongs to. */
export type PaymentView = {
  merchant: string;
  product: string;
  productDescription: string | null;
  /** Formatted for the reader. */
  amount: string;
  email: string | null;
  cancelUrl: string | null;
};

export const emptyForm: CardForm = { number: '', expiry: '', cvc: '', name: '' };

/** A card filled in for the buyer; good for some years, whenever this runs. */
export function quickFilled(name: string, now = new Date()): CardForm | null {
  const card = quickFill.find((candidate) => candidate.name === name);
  if (!card) return null;
  return { number: grouped(card.number), expiry: farExpiry(now), cvc: '123', name: 'Ada Lovelace' };
}

export function payBody(
  view: PaymentView,
  texts: Texts,
  entered: { form: CardForm; problems: CardFormProblems; declined: string | null },
): Html {
  return html`<main class="wide">
${summary(view, texts)}
<section class="panel" aria-labelledby="card-heading">
<h2 id="card-heading">${texts.cardDetails}</h2>
${problemSummary(texts, entered.problems)}${declinedAlert(texts, entered.declined)}
<form method="post" novalidate data-pay autocomplete="off">
${field(texts, 'number', entered, { hint: '1234 1234 1234 1234', numeric: true })}
<div class="row">
${field(texts, 'expiry', entered, { hint: texts.hints.expiry, numeric: true })}
${field(texts, 'cvc', entered, { hint: texts.hints.cvc, numeric: true })}
</div>
${field(texts, 'name', entered, { hint: texts.hints.name, numeric: false })}
<button type="submit" data-submit data-busy="${texts.paying}">${texts.pay(view.amount)}</button>
${quickFillButtons(texts)}
</form>
${view.cancelUrl && html`<p><a class="leave" href="${view.cancelUrl}">${texts.cancel(view.merchant)}</a></p>`}
</section>
</main>`;
}

function summary(view: PaymentView, texts: Texts): Html {
  return html`<section>
<h1>${texts.payTo} ${view.merchant}</h1>
<p class="amount">${view.amount}</p>
<p class="what">${view.product}</p>
${view.productDescription && html`<p class="soft">${view.productDescription}</p>`}
${view.email && html`<dl><dt>${texts.receiptTo}</dt><dd>${view.email}</dd></dl>`}
</section>`;
}

function problemSummary(texts: Texts, problems: CardFormProblems): Html | null {
  const found = fieldNames.flatMap((name) => {
    const problem = problems[name];
    return problem ? [html`<li><a href="#${name}">${texts.problems[problem]}</a></li>`] : [];
  });
  if (found.length === 0) return null;
  return html`<div class="alert" role="alert" tabindex="-1" data-focus><h3>${texts.summaryTitle}</h3><ul>${found}</ul></div>`;
}

function declinedAlert(texts: Texts, declined: string | null): Html | null {
  if (!declined) return null;
  const why = texts.declined[declined] ?? texts.declined.card_declined;
  return html`<div class="alert" role="alert" tabindex="-1" data-focus><h3>${texts.declinedTitle}</h3><p>${why} ${texts.declinedAgain}</p></div>`;
}

const fieldNames = ['number', 'expiry', 'cvc', 'name'] as const;

function field(
  texts: Texts,
  name: keyof CardForm,
  entered: { form: CardForm; problems: CardFormProblems },
  look: { hint: string; numeric: boolean },
): Html {
  const problem = entered.problems[name];
  const invalid = problem && html` aria-invalid="true" aria-describedby="${name}-problem"`;
  return html`<div class="field"><label for="${name}">${texts.fields[name]}</label>
<input id="${name}" name="${name}" value="${entered.form[name]}" placeholder="${look.hint}"
inputmode="${look.numeric ? 'numeric' : 'text'}" autocomplete="off" spellcheck="false" maxlength="${name === 'name' ? 100 : 30}" required${invalid}>
${problem && html`<p class="problem" id="${name}-problem"><span>${texts.problems[problem]}</span></p>`}</div>`;
}

/** Submit buttons, so that they work without the script too: then the page comes back filled in. */
function quickFillButtons(texts: Texts): Html {
  const expiry = farExpiry(new Date());
  return html`<fieldset class="quick"><legend>${texts.quickFillTitle}</legend>
<p class="soft">${texts.quickFillHint} ${texts.neverReal}</p>
<div>${quickFill.map(
    ({ name, number }) => html`<button type="submit" name="fill" value="${name}" formnovalidate
data-card="${number}" data-expiry="${expiry}">${texts.quickFill[name]}<code>${grouped(number)}</code></button>`,
  )}</div></fieldset>`;
}

function grouped(number: string): string {
  return number.replace(/(.{4})(?=.)/g, '$1 ');
}

function farExpiry(now: Date): string {
  return `12 / ${String((now.getFullYear() + 4) % 100).padStart(2, '0')}`;
}
