import type { Logger, Metrics } from '@foyer/runtime';
import { type Express, type Request, type Response, Router } from 'express';
import { ApiError } from '../http/api-error.ts';
import { type AccessTokens, accessTokenSeconds } from './access-tokens.ts';
import { type Accounts, type Proof, type SignedIn, wrongCredentials } from './accounts.ts';
import { forms, readForm } from './forms.ts';
import { authenticateWith, createPassport } from './local-strategy.ts';
import type { RefreshCookie } from './refresh-cookie.ts';

export type AuthOptions = {
  accounts: Accounts;
  tokens: AccessTokens;
  cookie: RefreshCookie;
  publicWebUrl: string;
  logger: Logger;
  metrics: Metrics;
};

/** POST /auth/*: accounts, sign-ins and their tokens. */
export function installAuth(app: Express, options: AuthOptions): void {
  const { accounts, tokens, cookie, logger } = options;
  const outcomes = options.metrics.counter({
    name: 'foyer_auth_total',
    help: 'Sign-ins, refreshes and what became of them.',
    labelNames: ['action', 'outcome'],
  });
  const webOrigin = new URL(options.publicWebUrl).origin;
  const router = Router();

  router.use((_req, res, next) => {
    res.set('cache-control', 'no-store');
    next();
  });

  router.post('/sign-up', async (req, res) => {
    await accounts.signUp(readForm(forms.signUp, req.body));
    outcomes.inc({ action: 'sign_up', outcome: 'accepted' });
    // The same for a new and a known address: the mail tells its owner which it was.
    res.status(202).json({ status: 'mail_sent' });
  });

  router.post('/verify-email', async (req, res) => {
    const { email } = await accounts.verifyEmail(readForm(forms.verifyEmail, req.body).token);
    outcomes.inc({ action: 'verify_email', outcome: 'verified' });
    res.json({ status: 'verified', email });
  });

  router.post(
    '/sign-in',
    (req, _res, next) => {
      req.body = readForm(forms.signIn, req.body);
      next();
    },
    authenticateWith(createPassport(accounts), 'local', wrongCredentials),
    async (req, res) => {
      const signedIn = await accounts.createSignIn(res.locals.proof as Proof, deviceOf(req));
      outcomes.inc({ action: 'sign_in', outcome: 'signed_in' });
      answerSignedIn(res, signedIn);
    },
  );

  router.post('/refresh', async (req, res) => {
    requireOurPage(req, webOrigin);
    const token = cookie.read(req);
    if (!token) throw new ApiError(401, 'NOT_SIGNED_IN', 'You are not signed in.');
    const refreshed = await accounts.refresh(token);
    outcomes.inc({ action: 'refresh', outcome: refreshed.outcome });
    if (refreshed.outcome === 'rotated') return answerSignedIn(res, refreshed);
    if (refreshed.outcome === 'reused') {
      const { userId, signInId } = refreshed;
      logger.warn(
        { userId, signInId, requestId: req.id },
        'a refresh token came twice; sign-in revoked',
      );
    }
    cookie.clear(res);
    throw new ApiError(401, 'TOKEN_INVALID', 'You have been signed out.', {
      hint: 'Sign in again.',
    });
  });

  router.post('/sign-out', async (req, res) => {
    requireOurPage(req, webOrigin);
    const token = cookie.read(req);
    if (token) await accounts.signOut(token);
    cookie.clear(res);
    res.status(204).end();
  });

  router.post('/forgot-password', async (req, res) => {
    const { email, locale } = readForm(forms.forgotPassword, req.body);
    await accounts.requestPasswordReset(email, locale);
    outcomes.inc({ action: 'forgot_password', outcome: 'accepted' });
    res.status(202).json({ status: 'mail_sent' });
  });

  router.post('/reset-password', async (req, res) => {
    const { token, password } = readForm(forms.resetPassword, req.body);
    const { email } = await accounts.resetPassword(token, password);
    outcomes.inc({ action: 'reset_password', outcome: 'reset' });
    cookie.clear(res);
    res.json({ status: 'password_changed', email });
  });

  function answerSignedIn(res: Response, { user, signInId, refreshToken }: SignedIn): void {
    cookie.write(res, refreshToken);
    res.json({
      accessToken: tokens.sign({ userId: user.id, signInId }),
      expiresIn: accessTokenSeconds,
      user,
    });
  }

  app.use('/auth', router);
}

const deviceOf = (req: Request) => ({
  userAgent: (req.get('user-agent') ?? '').slice(0, 300),
  address: req.ip ?? '',
});

/**
 * The cookie alone authorizes these two, so another site must not be able to send it. SameSite=Lax
 * already withholds it from other sites' POSTs; a sibling subdomain is the same site, so the origin is
 * checked too. No Origin means no browser.
 */
function requireOurPage(req: Request, webOrigin: string): void {
  const origin = req.get('origin');
  if (origin !== undefined && origin !== webOrigin)
    throw new ApiError(403, 'FORBIDDEN', 'This page may not do that.');
}
