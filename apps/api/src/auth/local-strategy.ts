import type { RequestHandler } from 'express';
import passportModule from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { Accounts } from './accounts.ts';

/**
 * E-mail and password through Passport, without its cookies and sessions. Another way to sign in (OAuth, SSO,
 * passkeys) is another strategy that ends in a user id; what follows is the same for all.
 */
export function createPassport(accounts: Accounts) {
  const passport = new passportModule.Passport();
  passport.use(
    new LocalStrategy(
      {
        usernameField: 'email',
        passwordField: 'password',
        session: false,
        passReqToCallback: true,
      },
      (req, email, password, done) => {
        accounts.checkCredentials(email, password, req.ip ?? '').then(
          (id) => done(null, { id }),
          (error: unknown) => done(error),
        );
      },
    ),
  );
  return passport;
}

/** Resolves with the id of the user who has proven themselves by the named strategy. */
export function authenticateWith(
  passport: passportModule.Authenticator,
  strategy: string,
  refuse: () => Error,
): RequestHandler {
  return (req, res, next) => {
    const finish = (error: unknown, user: { id: string } | false | null) => {
      if (error || !user) return next(error ?? refuse());
      res.locals.userId = user.id;
      next();
    };
    (passport.authenticate(strategy, { session: false }, finish) as RequestHandler)(req, res, next);
  };
}
