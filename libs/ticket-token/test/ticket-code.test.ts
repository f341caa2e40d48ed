import fc from 'fast-check';
import { CROCKFORD } from '../src/base32.ts';
import { formatTicketCode, normalizeTicketCode } from '../src/index.ts';

const code = fc.string({
  unit: fc.constantFrom(...CROCKFORD),
  minLength: 10,
  maxLength: 10,
});

describe('a ticket code', () => {
  test('is read back from the way it is shown', () => {
    fc.assert(
      fc.property(code, (value) => {
        expect(formatTicketCode(value)).toMatch(/^.{5}-.{5}$/);
        expect(normalizeTicketCode(formatTicketCode(value))).toBe(value);
      }),
    );
  });

  test.each([
    ['7k3f9-qx2ma', '7K3F9QX2MA'],
    [' 7K3F9 QX2MA ', '7K3F9QX2MA'],
    ['7K3F9–QX2MA', '7K3F9QX2MA'],
    ['oOiIl-00000', '0011100000'],
    ['7K3F9QX2M', null],
    ['7K3F9QX2MA1', null],
    ['UUUUU-UUUUU', null],
    ['7K3F9_QX2MA', null],
    ['', null],
    ['-'.repeat(5000), null],
  ])('%j is read as %j', (typed, expected) => {
    expect(normalizeTicketCode(typed)).toBe(expected);
  });

  test('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (typed) => {
        const read = normalizeTicketCode(typed);
        expect(read === null || /^[0-9A-HJKMNP-TV-Z]{10}$/.test(read)).toBe(true);
      }),
    );
  });
});
