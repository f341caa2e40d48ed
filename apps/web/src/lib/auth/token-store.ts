import { sendRest, textOf } from '../request.ts';
import type { Failure, FailureCode, Result } from '../result.ts';

export type AuthUser = {
  id: string;
  email: string;
  name: string;
  avatarUrl?: string;
  locale?: string;
};

export type AuthAnswer = {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  user: AuthUser;
};

/** What sign-in and refresh answer. By hand and not by zod: every page loads this. */
export const authAnswer = {
  parse(value: unknown): AuthAnswer {
    const body = typeof value === 'object' && value !== null ? value : {};
    const expiresIn = 'expiresIn' in body ? body.expiresIn : undefined;
    const user = 'user' in body ? body.user : undefined;
    const need = (from: unknown, key: string): string => {
      const text = textOf(from, key);
      if (text === undefined) throw new TypeError(`The answer has no ${key}.`);
      return text;
    };
    if (typeof expiresIn !== 'number') throw new TypeError('The answer has no expiresIn.');
    return {
      accessToken: need(body, 'accessToken'),
      expiresIn,
      user: {
        id: need(user, 'id'),
        email: need(user, 'email'),
        name: need(user, 'name'),
        avatarUrl: textOf(user, 'avatarUrl'),
        locale: textOf(user, 'locale'),
      },
    };
  },
};

export type AuthState =
  | { status: 'loading'; user: null }
  /** With a failure: the server could not say who this is. It is asked again. */
  | { status: 'anonymous'; user: null; failure: Failure | null }
  | { status: 'signedIn'; user: AuthUser };

/** Refresh this long before the end, so that a token does not run out on its way to the server. */
const marginMs = 30_000;

/** What ends a sign-in. Anything else says that the server is away, broken, or has too much to do. */
const refusals = new Set<FailureCode>(['NOT_SIGNED_IN', 'TOKEN_INVALID', 'FORBIDDEN']);

/**
 * The access token, in memory only, and its refreshing. One refresh at a time in this page and,
 * through the Web Locks API, in all tabs: the refresh cookie rotates, and two tabs that used the
 * same one at once would look like theft.
 */
export class TokenStore {
  readonly #apiUrl: string;
  readonly #listeners = new Set<() => void>();
  #state: AuthState = { status: 'loading', user: null };
  #token: { value: string; expiresAt: number } | null = null;
  #refreshing: Promise<Result<string | null>> | null = null;

  constructor(apiUrl: string) {
    this.#apiUrl = apiUrl;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): AuthState => this.#state;

  /** What sign-in and refresh answered. */
  accept(answer: AuthAnswer): void {
    this.#token = {
      value: answer.accessToken,
      expiresAt: Date.now() + answer.expiresIn * 1000,
    };
    this.#set({ status: 'signedIn', user: answer.user });
  }

  forget(): void {
    this.#token = null;
    this.#set({ status: 'anonymous', user: null, failure: null });
  }

  updateUser(change: Partial<AuthUser>): void {
    if (this.#state.status !== 'signedIn') return;
    this.#set({ status: 'signedIn', user: { ...this.#state.user, ...change } });
  }

  /**
   * A token that is good for at least half a minute, or null for an anonymous visitor. A failure where
   * somebody is signed in and cannot prove it at the moment: without the token they would be answered as
   * a stranger.
   */
  async getToken(): Promise<Result<string | null>> {
    if (this.#state.status === 'anonymous') return { ok: true, data: null };
    if (this.#token && this.#token.expiresAt - Date.now() > marginMs)
      return { ok: true, data: this.#token.value };
    return this.refresh();
  }

  refresh(): Promise<Result<string | null>> {
    this.#refreshing ??= this.#lockedRefresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #lockedRefresh(): Promise<Result<string | null>> {
    const locks = globalThis.navigator?.locks;
    const result = locks
      ? await locks.request('foyer-refresh', () => this.#requestToken())
      : await this.#requestToken();
    if (result.ok) {
      this.accept(result.data);
      return { ok: true, data: result.data.accessToken };
    }
    if (refusals.has(result.error.code)) {
      this.forget();
      return { ok: true, data: null };
    }
    if (this.#state.status === 'signedIn')
      return this.#token && this.#token.expiresAt > Date.now()
        ? { ok: true, data: this.#token.value }
        : result;
    this.#set({ status: 'anonymous', user: null, failure: result.error });
    return { ok: true, data: null };
  }

  #requestToken(): Promise<Result<AuthAnswer>> {
    return sendRest(`${this.#apiUrl}/auth/refresh`, {
      method: 'POST',
      credentials: 'include',
      body: {},
      schema: authAnswer,
    });
  }

  #set(state: AuthState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
