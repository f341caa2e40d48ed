import { type DoorStore, openStore } from './store.ts';

/** How a connection that was cut says so; what it was asked may be asked again over a new one. */
const CUT = new Set(['InvalidStateError', 'UnknownError', 'AbortError']);

/** The browser keeps nothing (private, or an insecure address), or does not let it be reached now. */
class NoStorage extends Error {}

/** Nothing can be read or written just now, in contrast to a write that failed. */
export const isCut = (error: unknown): boolean =>
  error instanceof NoStorage || (error instanceof DOMException && CUT.has(error.name));

type Connection = { store: Promise<DoorStore>; opened: Promise<DoorStore>; lost: AbortController };

/**
 * A connection to the phone's storage that is opened anew when it was lost: phones cut those of pages
 * in the background, with or without a word.
 *
 * @param onOpened with each new connection, before it is used
 */
export function connectStore(eventId: string, onOpened: (store: DoorStore) => Promise<void>) {
  let current: Connection | null = null;
  let isClosed = false;

  function connection(): Connection {
    if (current) return current;
    const lost = new AbortController();
    const store = openStore(eventId, {
      onLost: () => drop(made),
      onGone: () => {
        isClosed = true;
      },
    });
    const opened = store.then(async (one) => {
      await onOpened(one);
      return one;
    });
    const made: Connection = { store, opened, lost };
    opened.catch(() => drop(made));
    current = made;
    return made;
  }

  function drop(one: Connection | null): void {
    if (!one) return;
    if (current === one) current = null;
    one.lost.abort(new DOMException('The connection was lost.', 'InvalidStateError'));
    one.store.then(
      (store) => store.close(),
      () => {},
    );
  }

  async function attempt<T>(one: Connection, work: (store: DoorStore) => Promise<T>): Promise<T> {
    const { signal } = one.lost;
    const { promise: lost, reject } = Promise.withResolvers<never>();
    const lose = () => reject(signal.reason);
    signal.addEventListener('abort', lose);
    try {
      const opened = one.opened.catch((cause) => {
        throw new NoStorage('The storage could not be opened.', { cause });
      });
      return await Promise.race([opened.then(work), lost]);
    } catch (error) {
      if (isCut(error)) drop(one);
      throw error;
    } finally {
      signal.removeEventListener('abort', lose);
    }
  }

  return {
    isClosed: () => isClosed,
    /** @param work may run twice, the second time over a new connection */
    async use<T>(work: (store: DoorStore) => Promise<T>): Promise<T> {
      try {
        return await attempt(connection(), work);
      } catch (error) {
        if (isClosed || !isCut(error)) throw error;
        return await attempt(connection(), work);
      }
    },
    /** It says nothing: what comes next tries a new one. */
    giveUp: () => drop(current),
    close(): void {
      isClosed = true;
      drop(current);
    },
  };
}
