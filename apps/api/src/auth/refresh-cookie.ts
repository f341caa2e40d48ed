import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';

/** As long as the database keeps a refresh token. */
const maxAge = 30 * 24 * 60 * 60;

/**
 * The refresh token lives where no script can read it and goes to /auth alone. In production it is
 * `Secure` and its name says so: browsers refuse a `__Secure-` cookie that came over plain HTTP.
 * (`__Host-` would demand Path=/ and send it with every request.)
 */
export function createRefreshCookie({ isSecure }: { isSecure: boolean }) {
  const name = isSecure ? '__Secure-foyer_refresh' : 'foyer_refresh';
  const set = (res: Response, value: string, age: number) =>
    res.append(
      'set-cookie',
      stringifySetCookie({
        name,
        value,
        maxAge: age,
        httpOnly: true,
        secure: isSecure,
        sameSite: 'lax',
        path: '/auth',
      }),
    );
  return {
    read(req: Request): string | null {
      const value = parseCookie(req.headers.cookie ?? '')[name];
      return value && /^[\w-]{43}$/.test(value) ? value : null;
    },
    write: (res: Response, token: string) => set(res, token, maxAge),
    clear: (res: Response) => set(res, '', 0),
  };
}
export type RefreshCookie = ReturnType<typeof createRefreshCookie>;
