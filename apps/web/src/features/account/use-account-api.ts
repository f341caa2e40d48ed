'use client';

import { useConfig } from '@/lib/config/client';
import { useLocale } from '@/lib/i18n/client';
import { sendRest } from '@/lib/request';
import type { Result } from '@/lib/result';

/** The calls around an account that need no sign-in. */
export function useAccountApi() {
  const { apiUrl } = useConfig();
  const { locale } = useLocale();
  const post = (path: string, body: unknown): Promise<Result<null>> =>
    sendRest(`${apiUrl}/auth/${path}`, { method: 'POST', credentials: 'include', body });
  return {
    signUp: (input: { name: string; email: string; password: string }) =>
      post('sign-up', { ...input, locale }),
    verifyEmail: (token: string) => post('verify-email', { token }),
    requestPasswordReset: (email: string) => post('forgot-password', { email, locale }),
    resetPassword: (input: { token: string; password: string }) => post('reset-password', input),
  };
}
