import fc from 'fast-check';
import { contrast, palette } from './colors.ts';

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);

test('whatever colours an organization chooses, all text reads', () => {
  fc.assert(
    fc.property(color, color, (primary, accent) => {
      const colors = palette({ primary, accent });
      expect(contrast(colors.onPrimary, colors.primary)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colors.primaryText, '#ffffff')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colors.primaryOnDark, '#1f2937')).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('a colour that reads on white is left as it is', () => {
  expect(palette({ primary: '#2b2a86' })).toMatchObject({
    primary: '#2b2a86',
    onPrimary: '#ffffff',
    primaryText: '#2b2a86',
  });
});

test('what is not a colour falls back to the default', () => {
  expect(palette({ primary: 'red;} body{display:none', accent: '' }).primary).toBe('#1d4ed8');
  expect(palette(null).accent).toBe('#f59e0b');
});
