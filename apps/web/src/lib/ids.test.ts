import { slugify } from './ids.ts';

test.each([
  ['Zürich Jazz Nights 2026', 'zurich-jazz-nights-2026'],
  ['  Große Straße!  ', 'grosse-strasse'],
  ['Café & Crème', 'cafe-creme'],
  ['東京', ''],
  ['a'.repeat(100), 'a'.repeat(60)],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('%s becomes %s', (text, slug) => {
  expect(slugify(text)).toBe(slug);
});
