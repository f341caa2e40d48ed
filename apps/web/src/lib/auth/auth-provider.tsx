'use client';

import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useConfig } from '../config/client.tsx';
import { sendRest } from '../request.ts';
import type { Result } from '../result.ts';
import { readSignInHint, writeSignInHint } from './sign-in-hint.ts';
import { type AuthState, type AuthUser, authAnswer, TokenStore } from './token-store.ts';

export type AuthActions = {
  /** A fresh access token, or null when nobody is signed in; see `TokenStore`. */
  getToken: () => Promise<Result<string | null>>;
  signIn: (input: { email: string; password: string }) => Promise<Result<AuthUser>>;
  signOut: () => Promise<void>;
  /** Asks the server who we are, even where this browser has no memory of a sign-in. */
  recheck: () => Promise<void>;
  /** After the profile was changed elsewhere, so that the header shows the new name. */
  updateUser: (change: Partial<AuthUser>) => void;
};

const AuthContext = createContext<{ store: TokenStore; actions: AuthActions } | null>(null);

const serverState: AuthState = { status: 'loading', user: null };
const channelName = 'foyer-auth';
const firstPauseMs = 2_000;
const longestPauseMs = 30_000;

export function AuthProvider({ children }: { children: ReactNode }) {
  const { apiUrl } = useConfig();
  const queryClient = useQueryClient();
  const [store] = useState(() => new TokenStore(apiUrl));

  const actions = useMemo<AuthActions>(() => {
    const tellOtherTabs = (message: 'signed-in' | 'signed-out') => {
      const channel = new BroadcastChannel(channelName);
      channel.postMessage(message);
      channel.close();
    };
    return {
      getToken: () => store.getToken(),
      signIn: async (input) => {
        const result = await sendRest(`${apiUrl}/auth/sign-in`, {
          method: 'POST',
          credentials: 'include',
          body: input,
          schema: authAnswer,
        });
        if (!result.ok) return result;
        writeSignInHint(true);
        queryClient.clear();
        store.accept(result.data);
        tellOtherTabs('signed-in');
        return { ok: true, data: result.data.user };
      },
      signOut: async () => {
        await sendRest(`${apiUrl}/auth/sign-out`, {
          method: 'POST',
          credentials: 'include',
          body: {},
        });
        writeSignInHint(false);
        store.forget();
        queryClient.clear();
        tellOtherTabs('signed-out');
      },
      recheck: async () => {
        const token = await store.refresh();
        const state = store.getState();
        if (state.status !== 'anonymous' || !state.failure)
          writeSignInHint(token.ok && token.data !== null);
      },
      updateUser: (change) => store.updateUser(change),
    };
  }, [apiUrl, queryClient, store]);

  useEffect(() => {
    if (readSignInHint()) void store.refresh();
    else store.forget();
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = ({ data }) => {
      if (data === 'signed-in') void store.refresh();
      if (data === 'signed-out') {
        store.forget();
        queryClient.clear();
      }
    };
    return () => channel.close();
  }, [store, queryClient]);

  useAskingAgain(store);

  const value = useMemo(() => ({ store, actions }), [store, actions]);
  return <AuthContext value={value}>{children}</AuthContext>;
}

/** Where the server could not say who this is, it is asked again until it does: with pauses that grow, and never all at once. */
function useAskingAgain(store: TokenStore): void {
  const state = useSyncExternalStore(store.subscribe, store.getState, () => serverState);
  const isUnknown = state.status === 'anonymous' && state.failure !== null;
  useEffect(() => {
    if (!isUnknown) return;
    let timer: ReturnType<typeof setTimeout>;
    let pause = firstPauseMs;
    const ask = async () => {
      await store.refresh();
      pause = Math.min(pause * 2, longestPauseMs);
      wait();
    };
    let isOver = false;
    const wait = () => {
      if (!isOver) timer = setTimeout(() => void ask(), pause * (0.75 + Math.random() / 2));
    };
    wait();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [store, isUnknown]);
}

/** Who is signed in, and how to sign in and out. `status` is `loading` until the first answer. */
export function useAuth(): AuthState & AuthActions {
  const value = useContext(AuthContext);
  if (!value) throw new Error('useAuth needs the AuthProvider of the root layout.');
  const state = useSyncExternalStore(
    value.store.subscribe,
    value.store.getState,
    () => serverState,
  );
  return { ...state, ...value.actions };
}
