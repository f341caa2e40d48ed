import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets } from '../launcher/secrets.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'foyer-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('secrets are made once and stay', () => {
  expect(loadSecrets(dir)).toEqual(loadSecrets(dir));
});

test('two installations share none', () => {
  const [one, two] = [loadSecrets(join(dir, 'one')), loadSecrets(join(dir, 'two'))];
  const values = (secrets: object): string[] =>
    Object.values(secrets).flatMap((v) => (typeof v === 'string' ? [v] : values(v)));

  expect(values(one).filter((value) => values(two).includes(value))).toEqual([]);
});

test('only the owner may read them', () => {
  loadSecrets(dir);

  expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test.each(['{"foyerSecret": "short"}', 'not json'])(
  'a damaged file is refused, never replaced: %s',
  (text) => {
    writeFileSync(join(dir, 'secrets.json'), text);

    expect(() => loadSecrets(dir)).toThrow(/damaged/);
  },
);
