import { toLocalInput } from '../../lib/format/zone.ts';
import type { AgendaSession, AgendaSpeaker } from './types.ts';

export type AgendaSlot = { startsAt: string; sessions: AgendaSession[] };
export type AgendaDay = { key: string; startsAt: string; slots: AgendaSlot[]; tracks: string[] };

/**
 * The programme by day of the event's own clock and, within a day, by the moment things begin.
 * What runs at the same time stands together, in the order of tracks, so that columns keep theirs.
 */
export function agendaDays(sessions: readonly AgendaSession[], zone: string): AgendaDay[] {
  const days = new Map<string, AgendaDay>();
  const inOrder = [...sessions].sort(
    (a, b) =>
      Date.parse(a.startsAt) - Date.parse(b.startsAt) ||
      (a.track ?? '').localeCompare(b.track ?? '') ||
      a.title.localeCompare(b.title),
  );
  for (const session of inOrder) {
    const key = toLocalInput(session.startsAt, zone).slice(0, 10);
    let day = days.get(key);
    if (!day) {
      day = { key, startsAt: session.startsAt, slots: [], tracks: [] };
      days.set(key, day);
    }
    const slot = day.slots.at(-1);
    if (slot && Date.parse(slot.startsAt) === Date.parse(session.startsAt)) {
      slot.sessions.push(session);
    } else {
      day.slots.push({ startsAt: session.startsAt, sessions: [session] });
    }
    if (session.track && !day.tracks.includes(session.track)) day.tracks.push(session.track);
  }
  return [...days.values()];
}

export type SpeakerWithSessions = AgendaSpeaker & { sessions: { id: string; title: string }[] };

/** Everybody who speaks, each once, by name, with what they do. */
export function speakersOf(sessions: readonly AgendaSession[]): SpeakerWithSessions[] {
  const found = new Map<string, SpeakerWithSessions>();
  for (const session of sessions) {
    for (const link of session.sessionSpeakers.nodes) {
      if (!link?.speaker) continue;
      const known = found.get(link.speaker.id) ?? { ...link.speaker, sessions: [] };
      known.sessions.push({ id: session.id, title: session.title });
      found.set(known.id, known);
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}
