import type { RequestHandler } from 'express';
import passportModule from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { Accounts, Proof } from './accounts.ts';

/**
 * E-mail and password through Passport, without its cookies and sessions. Another way to sign in (OAuth, SSO,
 * passkeys) is another strategy that ends in a proof; what follows is the same for all.
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
          (proof) => done(null, proof),
          (error: unknown) => done(error),
        );
      },
    ),
  );
  return passport;
}

/** Resolves with the proof of who has proven themselves by the named strategy. */
export function authenticateWith(
  passport: passportModule.Authenticator,
  strategy: string,
  refuse: () => Error,
): RequestHandler {
  return (req, res, next) => {
    const finish = (error: unknown, proof: Proof | false | null) => {
      if (error || !proof) return next(error ?? refuse());
      res.locals.proof = proof;
      next();
    };
    (passport.authenticate(strategy, { session: false }, finish) as RequestHandler)(req, res, next);
  };
}
