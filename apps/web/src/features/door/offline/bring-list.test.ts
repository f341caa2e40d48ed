import { randomUUID } from 'node:crypto';
import { bringList } from './bring-list.ts';
import { now, type Phone, page, phoneForEachTest, serving, wish } from './test/phone.ts';

let store: Phone['store'];
let issue: Phone['issue'];
let hold: Phone['hold'];
phoneForEachTest((phone) => {
  ({ store, issue, hold } = phone);
});

describe('bringing the list', () => {
  test('page by page, then what changed; interrupted, it goes on where it was', async () => {
    const [one, two, three] = [issue().row, issue().row, issue().row];
    const first = serving(
      page({ version: 'made.1', cursor: '7', isComplete: false, tickets: [one] }),
    );
    expect(await bringList(first, store)).toMatchObject({ ok: false });
    expect(await store.get('list', 'held')).toMatchObject({ version: null, madeAt: null });
    const second = serving(page({ version: 'made.1', tickets: [two] }));
    expect(await bringList(second, store)).toMatchObject({ ok: true });
    expect(second.asked).toEqual([{ version: 'made.1', cursor: '7' }]);
    const third = serving(page({ version: 'made.2', tickets: [three] }));
    expect(await bringList(third, store)).toMatchObject({ ok: true, data: { madeAt: 2 } });
    expect(third.asked).toEqual([{ version: 'made.1' }]);
    expect(await store.count('tickets')).toBe(3);
  });

  test('what this phone let in stays used until the service knows of it', async () => {
    const { row, token } = issue();
    const at = new Date(now - 1).toISOString();
    const admission = { key: row.id, scanId: randomUUID(), at, gateName: null };
    await store.put('admissions', admission);
    await store.put('waiting', {
      ...wish(token),
      scanId: admission.scanId,
      verdict: 'accepted',
      listVersion: null,
      isUndone: false,
    });
    await hold(row);
    expect(await store.count('admissions')).toBe(1);
    await store.delete('waiting', admission.scanId);
    await hold(row);
    expect(await store.count('admissions')).toBe(0);
  });
});

test('a list that was read before a scan does not take back what that let in', async () => {
  const { row } = issue();
  const at = new Date(now).toISOString();
  await store.put('admissions', { key: row.id, scanId: 'here', at, gateName: null });
  await bringList(serving(page({ version: `made.${now - 1}`, tickets: [row] })), store);
  expect(await store.count('admissions')).toBe(1);
  const used = { ...row, use: { scanId: 'here', at } };
  await bringList(serving(page({ version: `made.${now - 1}`, tickets: [used] })), store);
  expect(await store.count('admissions')).toBe(0);
});
