/** Contrast of every text here is at least 4.5 to 1 in both schemes, of every control edge 3 to 1. */
export const styles = `
:root{--page:#f6f7f9;--card:#fff;--ink:#16181d;--soft:#565c68;--edge:#868d9b;--line:#e1e4ea;
--accent:#1f4fd8;--accent-ink:#fff;--accent-soft:#eaf0ff;--bad:#b3201b;--bad-soft:#fdecea;--good:#12703d;
--warn:#ffd84d;--warn-ink:#2b2300;--radius:12px}
@media (prefers-color-scheme:dark){:root{--page:#111318;--card:#1a1d24;--ink:#f1f3f7;--soft:#a9b0be;
--edge:#7a8292;--line:#2c313b;--accent:#8fb0ff;--accent-ink:#0d1430;--accent-soft:#1f2740;--bad:#ff9d96;
--bad-soft:#3a1a19;--good:#6fd79d}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
.banner{display:flex;gap:.5rem;align-items:center;justify-content:center;margin:0;padding:.625rem 1rem;background:var(--warn);color:var(--warn-ink)}
.banner svg{flex:none}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem;display:grid;gap:1.5rem}
main.narrow{max-width:32rem}
h1{font-size:1rem;font-weight:600;margin:0;color:var(--soft)}
h2,.title{font-size:1.25rem;line-height:1.3;margin:0 0 1rem;color:var(--ink)}
p{margin:0 0 .75rem}
.amount{font-size:2.5rem;line-height:1.2;font-weight:700;letter-spacing:-.02em;margin:.25rem 0 1rem;font-variant-numeric:tabular-nums}
.what{font-weight:600}
.soft{color:var(--soft)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}
dt{color:var(--soft)}dd{margin:0}
.panel>:last-child{margin-bottom:0}
.panel{background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:1.25rem}
.field{margin-bottom:1rem}
.row{display:grid;grid-template-columns:1fr 1fr;gap:0 1rem}
label{display:block;font-weight:600;margin-bottom:.25rem}
input{width:100%;min-height:48px;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:8px}
input::placeholder{color:var(--soft);opacity:1}
input[aria-invalid=true]{border:2px solid var(--bad)}
.problem{display:flex;gap:.375rem;color:var(--bad);margin:.375rem 0 0;font-size:.9375rem}
.problem::before{content:"!";flex:none;width:1.25rem;height:1.25rem;margin-top:.1rem;border:2px solid;border-radius:50%;font-weight:700;font-size:.8rem;line-height:1rem;text-align:center}
.alert{border:2px solid var(--bad);background:var(--bad-soft);border-radius:var(--radius);padding:1rem;margin-bottom:1.25rem}
.alert h3{margin:0 0 .25rem;font-size:1rem;color:var(--bad)}
.alert p,.alert ul{margin:0}.alert ul{padding-left:1.25rem}.alert li{padding:.125rem 0}.alert a{color:inherit}
button,.button{display:inline-flex;align-items:center;justify-content:center;gap:.5rem;width:100%;min-height:48px;padding:.625rem 1rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;border-radius:8px;border:1px solid var(--accent);background:var(--accent);color:var(--accent-ink);cursor:pointer}
button:hover,.button:hover{filter:brightness(1.08)}
button[aria-disabled=true]{opacity:.75;cursor:progress}
.quiet{background:transparent;color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.quick{margin:1.5rem 0 0;padding:1.25rem 0 0;border:0;border-top:1px solid var(--line)}
.quick legend{float:left;width:100%;font-weight:600;padding:0}
.quick p{clear:both;margin:0 0 .75rem}
.quick div{display:grid;gap:.5rem}
.quick button{flex-direction:column;align-items:flex-start;justify-content:flex-start;gap:0;min-height:56px;padding:.5rem .75rem;line-height:1.35;background:var(--card);color:var(--ink);border-color:var(--edge);text-align:left}
.quick button:hover{background:var(--accent-soft);filter:none}
.quick code{font:inherit;font-weight:400;font-size:.875rem;white-space:nowrap;color:var(--soft);font-variant-numeric:tabular-nums}
.leave{display:inline-block;padding:.75rem 0;color:var(--accent)}
.stack{display:grid;gap:.75rem;margin-top:1.25rem}
table{width:100%;border-collapse:collapse;font-size:.9375rem}
th,td{text-align:left;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
.scroll{overflow-x:auto}
@media (min-width:40rem){.quick div{grid-template-columns:1fr 1fr}main{padding-top:2.5rem}}
@media (min-width:60rem){main.wide{grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:3.5rem;padding-top:4rem}.panel{padding:2rem}}
@media (forced-colors:active){.panel,.alert{border-color:CanvasText}}
`;

/** Comfort only: groups digits, fills test cards in without a round trip, stops double submits. */
export const script = `
(() => {
  document.querySelector('[data-focus]')?.focus();
  const form = document.querySelector('form[data-pay]');
  if (!form) return;
  const { number, expiry, cvc, name } = form.elements;
  const group = (digits) => digits.replace(/\\D/g, '').slice(0, 19).replace(/(.{4})(?=.)/g, '$1 ');
  number.addEventListener('input', () => {
    if (number.selectionStart === number.value.length) number.value = group(number.value);
  });
  expiry.addEventListener('input', (event) => {
    if (event.inputType?.startsWith('delete')) return;
    const digits = expiry.value.replace(/\\D/g, '').slice(0, 4);
    if (/^\\d{2}/.test(digits) && !expiry.value.includes('/')) expiry.value = digits.slice(0, 2) + ' / ' + digits.slice(2);
  });
  for (const button of form.querySelectorAll('[data-card]')) button.addEventListener('click', (event) => {
    event.preventDefault();
    number.value = group(button.dataset.card);
    expiry.value = button.dataset.expiry;
    cvc.value = '123';
    name.value ||= 'Ada Lovelace';
    form.querySelector('[data-submit]').focus();
  });
  form.addEventListener('submit', (event) => {
    const submit = form.querySelector('[data-submit]');
    if (submit.getAttribute('aria-disabled') === 'true') return event.preventDefault();
    submit.setAttribute('aria-disabled', 'true');
    submit.textContent = submit.dataset.busy;
  });
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
})();
`;
