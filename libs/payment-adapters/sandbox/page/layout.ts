import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { script, styles } from './assets.ts';
import { type Html, html, trusted } from './html.ts';
import type { Texts } from './texts.ts';

/** A page of the gateway: everything inline, nothing loaded from anywhere. */
export function sendPage(
  res: Response,
  page: {
    status?: number;
    title: string;
    texts: Texts;
    body: Html;
    /** Where a submitted form may lead by redirect; browsers hold form-action against it. */
    formTargets?: string[];
  },
): void {
  const nonce = randomUUID();
  const targets = (page.formTargets ?? []).map((url) => new URL(url).origin).join(' ');
  res.status(page.status ?? 200).set({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      `script-src 'nonce-${nonce}'`,
      `form-action 'self' ${targets}`.trim(),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  const { texts } = page;
  res.send(
    html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<style nonce="${nonce}">${trusted(styles)}</style>
</head>
<body>
<header class="banner">${flask}<strong>${texts.testBanner}</strong></header>
${page.body}
<script nonce="${nonce}">${trusted(script)}</script>
</body>
</html>`.toString(),
  );
}

const flask = html`<svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M9 3h6M10 3v6L4.6 18a2 2 0 0 0 1.7 3h11.4a2 2 0 0 0 1.7-3L14 9V3M7.5 14h9"/></svg>`;
