import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Messages } from './types.ts';

const src = join(dirname(fileURLToPath(import.meta.url)), '../..');
const english = [
  ...globSync('lib/i18n/locales/en.ts', { cwd: src }),
  ...globSync('features/*/locales/en.ts', { cwd: src }),
];

/** `{a: {b: 'Hi {{name}}'}}` as `a.b -> ['name']`. */
function keysOf(messages: Messages, prefix = ''): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') {
      const variables = [...value.matchAll(/\{\{-?\s*([\w.]+)/g)].map((match) => match[1] ?? '');
      found.set(prefix + key, [...new Set(variables)].sort());
    } else {
      for (const [inner, variables] of keysOf(value, `${prefix}${key}.`)) {
        found.set(inner, variables);
      }
    }
  }
  return found;
}

async function load(file: string): Promise<Map<string, string[]>> {
  const module: { default: Messages } = await import(join(src, file));
  return keysOf(module.default);
}

test('there are texts to compare', () => {
  expect(english).toContain('lib/i18n/locales/en.ts');
  expect(english).toContain('features/account/locales/en.ts');
});

test.each(english)(
  '%s and its German twin have the same keys with the same variables',
  async (file) => {
    const [en, de] = await Promise.all([load(file), load(file.replace(/en\.ts$/, 'de.ts'))]);

    expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [key, variables] of en)
      expect({ key, variables: de.get(key) }).toEqual({ key, variables });
  },
);

test.each(english)('%s has no empty text and every plural has both its forms', async (file) => {
  for (const path of [file, file.replace(/en\.ts$/, 'de.ts')]) {
    const module: { default: Messages } = await import(join(src, path));
    const texts = JSON.stringify(module.default);
    expect(texts).not.toContain('""');
    const keys = [...keysOf(module.default).keys()];
    for (const key of keys.filter((name) => /_(one|other)$/.test(name))) {
      const twin = key.endsWith('_one')
        ? key.replace(/_one$/, '_other')
        : key.replace(/_other$/, '_one');
      expect(keys).toContain(twin);
    }
  }
});
