import {
  estimateOf,
  isLineFirst,
  type Line,
  minutesUntil,
  positionOf,
  readLine,
  waitingIn,
} from './line.ts';

const line = (change: Partial<Line> = {}): Line => ({
  isOpen: true,
  stock: 'on_sale',
  lastNumber: 900,
  admittedThrough: 100,
  admitPerMinute: 60,
  opensAt: null,
  closesAt: null,
  requiresAccount: false,
  ...change,
});

describe('a line', () => {
  it('is read alike from GraphQL and from the live room', () => {
    const fromGraph = readLine({
      ...line(),
      stock: 'on_sale',
      lastNumber: '900',
      admittedThrough: '100',
    });
    const fromRoom = readLine({ ...line(), eventId: 'e', stock: 'ON_SALE' });
    expect(fromGraph).toEqual(line());
    expect(fromRoom).toEqual(line());
  });

  it('is nothing when a part of it is missing or not what it should be', () => {
    expect(readLine(null)).toBeNull();
    expect(readLine({ ...line(), stock: 'PERHAPS' })).toBeNull();
    expect(readLine({ ...line(), lastNumber: 'many' })).toBeNull();
    expect(readLine({ ...line(), admittedThrough: -1 })).toBeNull();
  });

  it('counts those before, and nobody stands behind zero', () => {
    expect(positionOf(101, line())).toBe(1);
    expect(positionOf(900, line())).toBe(800);
    expect(positionOf(100, line())).toBe(0);
    expect(positionOf(3, line())).toBe(0);
    expect(waitingIn(line())).toBe(800);
  });

  it('is in front of everything, but of what a link unlocks only while something public is on sale', () => {
    const hidden = { isHidden: true, availability: 'on_sale' };
    const publicType = { isHidden: false, availability: 'on_sale' };
    expect(isLineFirst(line(), [publicType, hidden])).toBe(true);
    expect(isLineFirst(line({ stock: 'sold_out' }), [publicType])).toBe(true);
    expect(
      isLineFirst(line({ stock: 'sold_out' }), [{ ...hidden, availability: 'sold_out' }]),
    ).toBe(true);
    expect(isLineFirst(line({ stock: 'sold_out' }), [publicType, hidden])).toBe(false);
    expect(isLineFirst(line({ stock: 'not_yet' }), [hidden])).toBe(false);
    expect(isLineFirst(line({ isOpen: false }), [publicType])).toBe(false);
    expect(isLineFirst(null, [publicType])).toBe(false);
  });

  it('estimates by the pace, and not at all while nobody is let in', () => {
    expect(minutesUntil(120, line())).toBe(2);
    for (const stock of ['held', 'not_yet', 'sold_out', 'ended'] as const)
      expect(minutesUntil(120, line({ stock }))).toBeNull();
  });

  it.each([
    [0.2, { kind: 'moments' }],
    [1, { kind: 'minutes', count: 1 }],
    [3.2, { kind: 'minutes', count: 4 }],
    [10, { kind: 'minutes', count: 10 }],
    [12.7, { kind: 'minutes', count: 13 }],
    [22, { kind: 'minutes', count: 20 }],
    [43, { kind: 'minutes', count: 45 }],
    [95, { kind: 'hours', count: 1.5 }],
    [170, { kind: 'hours', count: 3 }],
    [1230, { kind: 'hours', count: 21 }],
  ])('%d minutes are told as %o', (minutes, told) => {
    expect(estimateOf(minutes)).toEqual(told);
  });
});
