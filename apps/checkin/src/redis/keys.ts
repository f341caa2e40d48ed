/**
 * Every key of an event carries the tag `{eventId}`, so that on a Redis Cluster one script can
 * touch them all. What each holds:
 *
 *   event     hash    title, timezone, window, epoch, made, watermark, counts … (`EventFields`)
 *   gates     hash    gate id -> name
 *   devices   hash    SHA-256 of the device token -> {id, name, gateId, canUndo}
 *   tickets   hash    ticket id -> [status, version, attendee, type, code, secret]
 *   secrets   hash    secret (hex) -> ticket id
 *   codes     hash    typed code -> ticket id
 *   uses      hash    ticket id -> {scanId, at, gateName, deviceName, entry, isUndone}
 *   changed   zset    ticket id, by when it or its use changed last (ms since 1970)
 *   scan      string  the answer that this scan id got
 *   stream    stream  what PostgreSQL has not recorded yet, and nothing else
 *   poison    stream  what PostgreSQL refused to record, for people to look at
 */
export function eventKeys(eventId: string) {
  const key = (name: string) => `foyer:{${eventId}}:${name}`;
  return {
    event: key('event'),
    gates: key('gates'),
    devices: key('devices'),
    tickets: key('tickets'),
    secrets: key('secrets'),
    codes: key('codes'),
    uses: key('uses'),
    changed: key('changed'),
    stream: key('stream'),
    poison: key('poison'),
    scan: (scanId: string) => key(`scan:${scanId}`),
    drainLock: key('lock:drain'),
    refreshLock: key('lock:refresh'),
    /** The same names for a snapshot that is being built beside the live ones. */
    draft: (id: string) => ({
      tickets: key(`draft:${id}:tickets`),
      secrets: key(`draft:${id}:secrets`),
      codes: key(`draft:${id}:codes`),
      uses: key(`draft:${id}:uses`),
      /** Gone when Redis loses its memory while the snapshot is built. */
      begun: key(`draft:${id}:begun`),
    }),
  };
}
export type EventKeys = ReturnType<typeof eventKeys>;

/** Servers that have recorded what they remembered from before this memory of this run of Redis. */
export const attendanceKey = (epoch: string) => `foyer:attendance:${epoch}`;

/** Events that have been made ready on this Redis: whose streams the drain follows. */
export const KNOWN_EVENTS = 'foyer:events';
