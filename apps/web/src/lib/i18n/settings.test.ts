import { acceptedLanguages, negotiateLocale } from './settings.ts';

test('the cookie decides the language, the browser the format of it', () => {
  expect(negotiateLocale('de', 'en-GB,de-AT;q=0.8')).toEqual({
    locale: 'de',
    formatLocale: 'de-AT',
  });
  expect(negotiateLocale('en', 'en-GB,de;q=0.8')).toEqual({ locale: 'en', formatLocale: 'en-GB' });
});

test('without a cookie the best accepted language that we speak is taken', () => {
  expect(negotiateLocale(undefined, 'fr-FR,de;q=0.7,en;q=0.3').locale).toBe('de');
  expect(negotiateLocale(undefined, 'fr,it').locale).toBe('en');
  expect(negotiateLocale(undefined, null)).toEqual({ locale: 'en', formatLocale: 'en' });
});

test('a forged cookie and a hostile header fall back quietly', () => {
  expect(negotiateLocale('../../etc', 'de').locale).toBe('de');
  expect(negotiateLocale('xx', `<script>,${'a'.repeat(5000)};q=9`)).toEqual({
    locale: 'en',
    formatLocale: 'en',
  });
  expect(acceptedLanguages('de;q=0, en;q=0.5, *')).toEqual(['en']);
});
