import { type Claims, verifyRegistrationToken } from '@foyer/db';
import type { Application, Request } from 'express';
import { ApiError } from './api-error.ts';

declare global {
  namespace Express {
    interface Request {
      /** Follows the request through logs, database settings and other services. */
      id: string;
      /** When it came, by `performance.now()`. */
      arrivedAt: number;
      /** Who asks, verified: what `withClaims` and GraphQL's settings are made of. */
      caller: Claims;
    }
  }
}

type VerifyAccessToken = (token: string) => { userId: string } | null;

/**
 * Sets `req.caller`, for REST and GraphQL alike, from the access token, the link of one registration
 * (header, or `?token=` for links that a browser opens) and the token of a private event link. A
 * credential that is given but not valid is refused: falling back to nobody would hide why nothing
 * is seen.
 */
export function installCaller(
  app: Application,
  options: { secret: string; verifyAccessToken: VerifyAccessToken },
): void {
  app.use((req, _res, next) => {
    req.caller = {
      requestId: req.id,
      userId: readUser(req, options.verifyAccessToken),
      registrationId: readRegistration(req, options.secret),
      eventLink: readEventLink(req),
    };
    next();
  });
}

function readUser(req: Request, verify: VerifyAccessToken): string | null {
  const header = req.get('authorization');
  if (header === undefined) return null;
  const token = /^Bearer ([\w.-]+)$/i.exec(header)?.[1];
  const user = token === undefined ? null : verify(token);
  if (!user)
    throw new ApiError(401, 'TOKEN_INVALID', 'Your sign-in has expired.', {
      hint: 'Refresh the access token or sign in again.',
    });
  return user.userId;
}

function readRegistration(req: Request, secret: string): string | null {
  const credential = req.get('x-registration-token') || credentialOfLink(req);
  if (!credential) return null;
  const registrationId = verifyRegistrationToken(secret, credential);
  if (!registrationId)
    throw new ApiError(401, 'TOKEN_INVALID', 'This link is not valid.', {
      hint: 'Open the link from your mail, or ask for a new one.',
    });
  return registrationId;
}

/** `?token=` is the whole credential, or its second half where the registration's id is in the path. */
function credentialOfLink(req: Request): string | null {
  const { token } = req.query;
  if (typeof token !== 'string' || token === '') return null;
  if (token.includes('.')) return token;
  const id = /^\/registrations\/([0-9a-f-]{36})\//i.exec(req.path)?.[1];
  return id ? `${id}.${token}` : token;
}

function readEventLink(req: Request): string | null {
  const link = req.get('x-event-link');
  // Nothing longer was ever given out; whether it opens anything is the database's to say.
  return link !== undefined && link.length <= 64 ? link : null;
}
