import { brandVariables, contrast, parseHex } from './brand.ts';

const colors = Array.from({ length: 216 }, (_, i) => {
  const steps = [i % 6, Math.floor(i / 6) % 6, Math.floor(i / 36)];
  return `#${steps.map((step) => (step * 51).toString(16).padStart(2, '0')).join('')}`;
});

function ratio(a: string | undefined, b: string | undefined): number {
  const [x, y] = [parseHex(a), parseHex(b)];
  if (!x || !y) throw new Error(`not colours: ${a} ${b}`);
  return contrast(x, y);
}

test('whatever an organization chooses can be read, on light and on dark pages', () => {
  for (const primary of colors) {
    for (const accent of ['#000000', '#808080', '#ffffff', primary]) {
      const v = brandVariables({ primary, accent, onPrimary: accent });
      const pairs: [string | undefined, string | undefined][] = [
        [v['--brand-light'], '#ffffff'],
        [v['--brand-light'], '#f2ecea'],
        [v['--brand-dark'], '#2a2030'],
        [v['--fill-light'], v['--on-fill-light']],
        [v['--fill-dark'], v['--on-fill-dark']],
        [v['--stage-color'], v['--on-stage-color']],
        [v['--stage-color'], v['--stage-accent-color']],
      ];
      for (const [a, b] of pairs) {
        const seen = { primary, accent, a, b, isReadable: ratio(a, b) >= 4.5 };
        expect(seen).toEqual({ ...seen, isReadable: true });
      }
    }
  }
});

test('a colour that is readable stays exactly as chosen', () => {
  const v = brandVariables({ primary: '#0b5fff', onPrimary: '#ffffff' });
  expect(v['--fill-light']).toBe('#0b5fff');
  expect(v['--stage-color']).toBe('#0b5fff');
  expect(v['--on-stage-color']).toBe('#ffffff');
});

test('what is not a colour changes nothing and reaches no style', () => {
  for (const primary of ['', 'red', 'url(//evil)', '#12', '#12345g', null, undefined]) {
    expect(brandVariables({ primary })).toEqual({});
  }
  const v = brandVariables({ primary: '#abc', accent: 'url(//evil)', onPrimary: '};' });
  for (const value of Object.values(v)) expect(value).toMatch(/^#[0-9a-f]{6}$/);
});
