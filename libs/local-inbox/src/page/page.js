const list = document.querySelector('#list');
const empty = document.querySelector('#empty');
const view = document.querySelector('#message');
const search = document.querySelector('#search');
const clear = document.querySelector('#clear');
const nothingChosen = view.firstElementChild;

let messages = [];
let chosenId = decodeURIComponent(location.hash.slice(1));

/** Everything a mail says enters the page as text; only the sandboxed frame sees its HTML. */
function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  const { dataset, aria, ...rest } = properties;
  Object.assign(node, rest);
  Object.assign(node.dataset, dataset);
  for (const [key, value] of Object.entries(aria ?? {})) node.setAttribute(key, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const dateAndTime = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});
const bytes = (n) =>
  n < 1024
    ? `${n} B`
    : n < 1048576
      ? `${Math.round(n / 1024)} kB`
      : `${(n / 1048576).toFixed(1)} MB`;
const files = (n) => (n === 0 ? '' : n === 1 ? '1 file' : `${n} files`);
const person = ({ name, address }) => (name ? `${name} <${address}>` : address);

function shortTime(iso) {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString()
    ? time.format(date)
    : date.toLocaleDateString();
}

async function load() {
  const response = await fetch('/api/messages');
  messages = await response.json();
  showList();
}

function showList() {
  const words = search.value.trim().toLowerCase();
  const shown = messages.filter((m) =>
    [m.subject, person(m.from), ...m.to.map(person), ...m.recipients]
      .join(' ')
      .toLowerCase()
      .includes(words),
  );
  list.replaceChildren(...shown.map(listItem));
  empty.hidden = shown.length > 0;
  empty.textContent =
    messages.length === 0
      ? 'No mail yet. It appears here as soon as it is sent.'
      : 'No mail matches.';
  document.title = `${messages.length === 0 ? '' : `(${messages.length}) `}Inbox · Foyer`;
  clear.disabled = messages.length === 0;
}

function listItem(message) {
  const button = element(
    'button',
    {
      type: 'button',
      onclick: () => choose(message.id),
      aria: { 'aria-current': String(message.id === chosenId) },
    },
    element('span', { className: 'subject', textContent: message.subject || '(no subject)' }),
    element('time', { dateTime: message.receivedAt, textContent: shortTime(message.receivedAt) }),
    element('span', { className: 'to', textContent: `to ${message.recipients.join(', ')}` }),
    element('span', {
      className: 'files',
      textContent: files(message.attachmentCount),
    }),
    element('span', { className: 'preview', textContent: message.preview }),
  );
  return element('li', {}, button);
}

async function choose(id, { keepsFocus = false } = {}) {
  chosenId = id;
  history.replaceState(null, '', id ? `#${encodeURIComponent(id)}` : location.pathname);
  showList();
  const response = id ? await fetch(`/api/messages/${encodeURIComponent(id)}`) : null;
  if (!response?.ok) {
    chosenId = '';
    view.replaceChildren(nothingChosen);
    return;
  }
  showMessage(await response.json());
  if (!keepsFocus) view.focus({ preventScroll: true });
}

function showMessage(message) {
  const base = `/api/messages/${encodeURIComponent(message.id)}`;
  const facts = [
    ['From', person(message.from)],
    ['To', message.to.map(person).join(', ')],
    ['Delivered to', message.recipients.join(', ')],
    ['Arrived', `${dateAndTime.format(new Date(message.receivedAt))}, ${bytes(message.sizeBytes)}`],
  ];
  const views = [
    message.html && ['HTML', () => frame(`${base}/html`)],
    ['Text', () => element('pre', { textContent: message.text || '(no text part)' })],
    [
      'Headers',
      () =>
        element('pre', {
          textContent: message.headers.map((h) => `${h.name}: ${h.value}`).join('\n'),
        }),
    ],
  ].filter(Boolean);

  view.replaceChildren(
    element('h2', { textContent: message.subject || '(no subject)' }),
    element(
      'dl',
      {},
      ...facts.flatMap(([name, value]) => [
        element('dt', { textContent: name }),
        element('dd', { textContent: value }),
      ]),
    ),
    attachmentRow(message, base),
    ...tabs(views),
    element(
      'div',
      { className: 'row' },
      element('a', {
        className: 'button',
        href: `${base}/raw`,
        target: '_blank',
        textContent: 'Source',
      }),
      element('button', {
        type: 'button',
        textContent: 'Delete',
        onclick: () => remove(message.id),
      }),
    ),
  );
}

function attachmentRow(message, base) {
  if (message.attachments.length === 0) return null;
  return element(
    'div',
    { className: 'row', role: 'group', aria: { 'aria-label': 'Attachments' } },
    ...message.attachments.map(({ filename, sizeBytes }, n) =>
      element('a', {
        className: 'button',
        href: `${base}/attachments/${n}`,
        target: '_blank',
        textContent: `${filename} (${bytes(sizeBytes)})`,
      }),
    ),
  );
}

/** No allow-same-origin and no allow-scripts: a mail is a stranger. */
function frame(src) {
  const node = element('iframe', {
    title: 'Mail',
    aria: { sandbox: 'allow-popups allow-popups-to-escape-sandbox' },
  });
  node.src = src;
  return node;
}

function tabs(views) {
  const panel = element('div', { role: 'tabpanel', className: 'row' });
  const buttons = views.map(([name, make], i) =>
    element('button', {
      type: 'button',
      role: 'tab',
      textContent: name,
      onclick: () => select(i, make),
      onkeydown: (event) => {
        const to = { ArrowRight: i + 1, ArrowLeft: i - 1 }[event.key];
        buttons[to]?.click();
        buttons[to]?.focus();
      },
    }),
  );
  function select(i, make) {
    for (const [j, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(i === j));
      button.tabIndex = i === j ? 0 : -1;
    }
    panel.replaceChildren(make());
    panel.setAttribute('aria-label', buttons[i].textContent);
  }
  select(0, views[0][1]);
  return [
    element(
      'div',
      { className: 'row', role: 'tablist', aria: { 'aria-label': 'Show as' } },
      ...buttons,
    ),
    panel,
  ];
}

async function remove(id) {
  await fetch(`/api/messages/${encodeURIComponent(id)}`, { method: 'DELETE' });
  await choose('');
}

search.addEventListener('input', showList);
clear.addEventListener('click', async () => {
  if (!confirm(`Delete all ${messages.length} mails?`)) return;
  await fetch('/api/messages', { method: 'DELETE' });
  await choose('');
});

const changes = new EventSource('/api/changes');
changes.addEventListener('changed', load);
changes.addEventListener('open', load);

await load();
if (chosenId) await choose(chosenId, { keepsFocus: true });
