import { agendaDays, speakersOf } from './agenda.ts';
import type { AgendaSession } from './types.ts';

const session = (change: Partial<AgendaSession>): AgendaSession => ({
  id: 'a',
  title: 'Talk',
  description: '',
  room: null,
  track: null,
  startsAt: '2026-12-01T09:00:00+00:00',
  endsAt: '2026-12-01T10:00:00+00:00',
  tags: [],
  sessionSpeakers: { nodes: [] },
  ...change,
});

describe('the programme of an event', () => {
  it('changes the day at midnight of the event, not of the server', () => {
    const sessions = [
      session({ id: 'late', startsAt: '2026-12-01T22:30:00Z' }),
      session({ id: 'after midnight', startsAt: '2026-12-01T23:30:00Z' }),
    ];
    expect(agendaDays(sessions, 'Europe/Berlin').map(({ key }) => key)).toEqual([
      '2026-12-01',
      '2026-12-02',
    ]);
    expect(agendaDays(sessions, 'UTC')).toHaveLength(1);
  });

  it('puts together what begins together, in the order of tracks', () => {
    const [day] = agendaDays(
      [
        session({ id: '2', track: 'Storage' }),
        session({ id: '3', startsAt: '2026-12-01T11:00:00Z', track: 'Networks' }),
        // The same moment, written differently.
        session({ id: '1', track: 'Networks', startsAt: '2026-12-01T10:00:00+01:00' }),
      ],
      'UTC',
    );
    expect(day?.slots.map((slot) => slot.sessions.map(({ id }) => id))).toEqual([
      ['1', '2'],
      ['3'],
    ]);
    expect(day?.tracks).toEqual(['Networks', 'Storage']);
  });

  it('names each speaker once, with everything they do', () => {
    const speaker = { id: 's', name: 'Ada', title: '', bio: '', photoUrl: null };
    const nodes = [{ id: 'l', role: 'speaker', speaker }];
    const speakers = speakersOf([
      session({ id: '1', title: 'One', sessionSpeakers: { nodes } }),
      session({ id: '2', title: 'Two', sessionSpeakers: { nodes } }),
    ]);
    expect(speakers).toHaveLength(1);
    expect(speakers[0]?.sessions.map(({ title }) => title)).toEqual(['One', 'Two']);
  });
});
