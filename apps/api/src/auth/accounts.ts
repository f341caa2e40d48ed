import type pg from 'pg';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { randomToken, tokenHash } from './random-token.ts';

const user = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  locale: z.enum(['en', 'de']),
});
const signedIn = z.object({ signInId: z.uuid(), user });
const rotated = z.discriminatedUnion('outcome', [
  signedIn.extend({ outcome: z.literal('rotated') }),
  z.object({ outcome: z.literal('reused'), userId: z.uuid(), signInId: z.uuid() }),
  z.object({ outcome: z.literal('invalid') }),
]);
const proven = z.object({ userId: z.uuid(), email: z.string() });

export type User = z.infer<typeof user>;
export type SignedIn = z.infer<typeof signedIn> & { refreshToken: string };
export type Refreshed =
  | (SignedIn & { outcome: 'rotated' })
  | { outcome: 'reused'; userId: string; signInId: string }
  | { outcome: 'invalid' };
export type Device = { userAgent: string; address: string };
/** Who has proven who they are, and by which password if it was one. */
export type Proof = { userId: string; passwordHash: string | null };

export const wrongCredentials = () =>
  new ApiError(401, 'INVALID_CREDENTIALS', 'The e-mail address or the password is wrong.');

/** Accounts and sign-ins. The rules are the functions in app_private; this hashes and carries. */
export function createAccounts(pool: pg.Pool) {
  const call = async (sql: string, values: unknown[]): Promise<unknown> => {
    const { rows } = await pool.query<{ result: unknown }>(`select ${sql} as result`, values);
    return rows[0]?.result;
  };

  return {
    /** Says nothing about whether the address has an account; the mail tells its owner. */
    async signUp(form: { email: string; password: string; name: string; locale: string }) {
      const passwordHash = await hashPassword(form.password);
      await call('app_private.sign_up($1, $2, $3, $4, $5)', [
        form.email,
        form.name,
        passwordHash,
        randomToken(),
        form.locale,
      ]);
    },

    async verifyEmail(token: string) {
      return proven.parse(await call('app_private.verify_email($1)', [token]));
    },

    /** Throws unless the password is right and the address confirmed, and when locked out. */
    async checkCredentials(email: string, password: string, address: string): Promise<Proof> {
      const { rows } = await pool.query<{
        user_id: string;
        password_hash: string | null;
        is_verified: boolean;
      }>('select * from app_private.begin_sign_in($1, $2)', [email, address]);
      const account = rows[0];
      if (!(await checkPassword(password, account?.password_hash ?? null)) || !account)
        throw wrongCredentials();
      if (!account.is_verified)
        throw new ApiError(403, 'EMAIL_NOT_VERIFIED', 'This e-mail address is not confirmed yet.', {
          hint: 'Open the link in our mail, or sign up again to get a new one.',
        });
      return { userId: account.user_id, passwordHash: account.password_hash };
    },

    /** Refuses a password that was replaced since it was checked. */
    async createSignIn(
      { userId, passwordHash }: Proof,
      { userAgent, address }: Device,
    ): Promise<SignedIn> {
      const refreshToken = randomToken();
      const device = [tokenHash(refreshToken), userAgent, address];
      const result = await (passwordHash === null
        ? call('app_private.create_sign_in($1, $2, $3, $4)', [userId, ...device])
        : call('app_private.sign_in_with_password($1, $2, $3, $4, $5)', [
            userId,
            passwordHash,
            ...device,
          ]));
      if (result === null) throw wrongCredentials();
      return { ...signedIn.parse(result), refreshToken };
    },

    async refresh(token: string): Promise<Refreshed> {
      const refreshToken = randomToken();
      const result = rotated.parse(
        await call('app_private.rotate_refresh($1, $2)', [
          tokenHash(token),
          tokenHash(refreshToken),
        ]),
      );
      return result.outcome === 'rotated' ? { ...result, refreshToken } : result;
    },

    async signOut(token: string) {
      await call('app_private.revoke_sign_in($1)', [tokenHash(token)]);
    },

    async requestPasswordReset(email: string, locale: string) {
      await call('app_private.request_password_reset($1, $2, $3)', [email, randomToken(), locale]);
    },

    async resetPassword(token: string, password: string) {
      const passwordHash = await hashPassword(password);
      return proven.parse(await call('app_private.reset_password($1, $2)', [token, passwordHash]));
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
