import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { cardOf, checkCardForm } from '../cards.ts';
import { sendPage } from '../page/layout.ts';
import { challengeBody, closedBody } from '../page/other-pages.ts';
import { emptyForm, type PaymentView, payBody, quickFilled } from '../page/pay-page.ts';
import { type Texts, textsFor } from '../page/texts.ts';
import { formatAmount } from './currency.ts';
import { ApiError } from './errors.ts';
import type { PaymentError, Session } from './objects.ts';
import type { PayOutcome, SessionRow, StripeWorld } from './world.ts';

const text = z.string().max(200).catch('');
const cardForm = z.object({ number: text, expiry: text, cvc: text, name: text });
const fill = z.object({ fill: z.string() });
const challengeResult = z.object({ result: z.enum(['complete', 'fail']) });

/** Checkout's page, at the addresses that Checkout uses: `/c/pay/cs_test_…`. */
export function createHostedPage(world: StripeWorld): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false, limit: '8kb' }));

  router.get('/:id', (req, res) => {
    const page = openPage(req, res);
    if (page) showForm(page, res);
  });

  router.post('/:id', (req, res) => {
    const page = openPage(req, res);
    if (!page) return;
    const wanted = fill.safeParse(req.body);
    if (wanted.success)
      return showForm(page, res, { form: quickFilled(wanted.data.fill) ?? emptyForm });
    const form = cardForm.parse(req.body ?? {});
    const problems = checkCardForm(form);
    const card = cardOf(form.number);
    if (Object.keys(problems).length > 0 || !card) {
      // A security code never comes back in a page.
      return showForm(page, res, { status: 422, form: { ...form, cvc: '' }, problems });
    }
    follow(page, res, world.pay(page.row.session.id, card));
  });

  router.get('/:id/challenge', (req, res) => {
    const page = openPage(req, res);
    if (!page) return;
    const { session } = page.row;
    if (!session.payment_intent || !world.isAuthenticating(session.payment_intent))
      return res.redirect(303, pathOf(session));
    sendPage(res, {
      title: page.texts.challengeTitle,
      texts: page.texts,
      body: challengeBody(viewOf(page), page.texts, pathOf(session)),
      formTargets: targetsOf(session),
    });
  });

  router.post('/:id/challenge', (req, res) => {
    const page = openPage(req, res);
    if (!page) return;
    const answer = challengeResult.safeParse(req.body ?? {});
    const isComplete = answer.success && answer.data.result === 'complete';
    follow(page, res, world.authenticate(page.row.session.id, isComplete));
  });

  type Page = { row: SessionRow; texts: Texts };

  /** Null when the page is closed, and that has been said. */
  function openPage(req: Request, res: Response): Page | null {
    const row = findRow(String(req.params.id));
    const texts = textsFor(row?.session.locale ?? null, req.get('accept-language'));
    if (row?.session.status === 'open') return { row, texts };
    const closed = !row
      ? { status: 404, title: texts.unknownTitle, words: texts.unknownText, next: null }
      : row.session.status === 'complete'
        ? { title: texts.paidTitle, words: texts.paidText, next: successUrl(row.session) }
        : { title: texts.expiredTitle, words: texts.expiredText, next: row.session.cancel_url };
    const { status, title, words, next } = { status: 200, ...closed };
    // Whoever pressed twice has paid once: on to where the first press led.
    if (req.method === 'POST' && row?.session.status === 'complete')
      res.redirect(303, successUrl(row.session));
    else sendPage(res, { status, title, texts, body: closedBody(texts, title, words, next) });
    return null;
  }

  function findRow(id: string): SessionRow | null {
    try {
      return world.sessionRow(id);
    } catch (err) {
      if (err instanceof ApiError && err.status === 404) return null;
      throw err;
    }
  }

  function follow(page: Page, res: Response, outcome: PayOutcome): void {
    const { session } = page.row;
    // Always a redirect, so that reloading never pays again; a decline is told by the page itself.
    const next = {
      succeeded: successUrl(session),
      authentication_required: `${pathOf(session)}/challenge`,
      declined: pathOf(session),
      not_open: pathOf(session),
    };
    res.redirect(303, next[outcome.outcome]);
  }

  function showForm(
    page: Page,
    res: Response,
    entered: Partial<Parameters<typeof payBody>[2]> & { status?: number } = {},
  ): void {
    const { session } = page.row;
    const view = viewOf(page);
    const error = session.payment_intent && world.intent(session.payment_intent).last_payment_error;
    sendPage(res, {
      status: entered.status,
      title: `${page.texts.pay(view.amount)} · ${view.merchant}`,
      texts: page.texts,
      body: payBody(view, page.texts, {
        form: entered.form ?? emptyForm,
        problems: entered.problems ?? {},
        declined: error && !entered.form ? reasonOf(error) : null,
      }),
      formTargets: targetsOf(session),
    });
  }

  return router;
}

function viewOf({ row, texts }: { row: SessionRow; texts: Texts }): PaymentView {
  const { session, product } = row;
  return {
    merchant: session.branding_settings.display_name,
    product: product.name,
    productDescription: product.description,
    amount: formatAmount(session.amount_total, session.currency, texts.language),
    email: session.customer_email,
    cancelUrl: session.cancel_url,
  };
}

function reasonOf(error: PaymentError): string {
  return error.decline_code ?? error.code;
}

function pathOf(session: Session): string {
  return `/c/pay/${session.id}`;
}

function successUrl(session: Session): string {
  return session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function targetsOf(session: Session): string[] {
  return [session.success_url, session.cancel_url].filter((url) => url !== null);
}
