import { closedButReady, defaultSettings, roomSchema, toSettings } from './room-settings.ts';

const now = new Date('2026-12-01T10:00:00Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();

describe('the settings of a waiting room', () => {
  it('are the defaults of the house while nothing was set', () => {
    expect(toSettings(null)).toEqual(defaultSettings);
    expect(roomSchema.safeParse(defaultSettings).success).toBe(true);
  });

  it.each([
    [{ opensAt: null, closesAt: at(5) }, 'opensAt'],
    [{ opensAt: at(5), closesAt: at(5) }, 'closesAt'],
    [{ admitPerMinute: 0 }, 'admitPerMinute'],
    [{ admitPerMinute: 600_001 }, 'admitPerMinute'],
    [{ admitPerMinute: 1.5 }, 'admitPerMinute'],
    [{ admissionMinutes: 1 }, 'admissionMinutes'],
    [{ admissionMinutes: 61 }, 'admissionMinutes'],
  ])('%o is refused beside its field', (change, field) => {
    const { error } = roomSchema.safeParse({ ...defaultSettings, ...change });
    expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });

  it('a schedule may open and never close', () => {
    expect(roomSchema.safeParse({ ...defaultSettings, opensAt: at(5) }).success).toBe(true);
  });

  it('closing a room ends the schedule that keeps it open, and leaves one that is to come', () => {
    const always = { ...defaultSettings, mode: 'always' as const };
    expect(closedButReady({ ...always, opensAt: at(-5) }, now)).toMatchObject({
      mode: 'auto',
      opensAt: at(-5),
      closesAt: at(0),
    });
    expect(closedButReady({ ...always, opensAt: at(-9), closesAt: at(-5) }, now).closesAt).toBe(
      at(-5),
    );
    expect(closedButReady({ ...always, opensAt: at(5) }, now).closesAt).toBeNull();
  });
});
