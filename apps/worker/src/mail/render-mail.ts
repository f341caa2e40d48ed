import { palette } from '../branding/colors.ts';
import { cleanParagraphs, cleanText } from '../documents/typesetting/clean-text.ts';
import type { Locale } from '../i18n/index.ts';
import type { Block, MailContent } from './blocks.ts';
import { escapeHtml, escapeUrl } from './escape-html.ts';

export type RenderedMail = { subject: string; html: string; text: string };

/** Both parts of a mail, and a subject that is one clean line. */
export function renderMail(content: MailContent, locale: Locale): RenderedMail {
  return {
    subject: cleanText(content.subject),
    html: renderHtml(content, locale),
    text: renderText(content),
  };
}

const fontStack =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif";

/**
 * Tables and inline styles, as Outlook wants them; one column of at most 600 px that fits a phone;
 * dark mode by class where a client supports it. No images from elsewhere, so nothing tells a sender
 * that it was opened.
 */
function renderHtml(content: MailContent, locale: Locale): string {
  const { primary, onPrimary, primaryText, primaryOnDark, accent } = palette(content.sender.colors);
  const style = { primary, onPrimary, primaryText };
  const sender = escapeHtml(cleanText(content.sender.name));
  const blocks = content.blocks.map((block) => htmlBlock(block, style)).join('\n');
  return `<!doctype html>
<html lang="${locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escapeHtml(cleanText(content.subject))}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a { color: ${primaryText}; }
@media (max-width: 480px) { .cell { padding-left: 20px !important; padding-right: 20px !important; } }
@media (prefers-color-scheme: dark) {
  .page { background: #111827 !important; }
  .card { background: #1f2937 !important; border-color: #374151 !important; }
  .ink { color: #f9fafb !important; }
  .muted { color: #d1d5db !important; }
  .label, .link, a { color: ${primaryOnDark} !important; }
  .line { border-color: #374151 !important; }
  .button { color: ${onPrimary} !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6;">
<div style="display:none;max-height:0;overflow:hidden;opacity:0;">${escapeHtml(cleanText(content.preheader))}${'&#8199;&#847;'.repeat(40)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f4f6;">
<tr><td align="center" style="padding:24px 8px;">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid #e5e7eb;border-radius:12px;overflow:hidden;font-family:${escapeHtml(fontStack)};">
<tr><td class="cell" style="background:${primary};border-bottom:4px solid ${accent};padding:20px 32px;color:${onPrimary};font-size:18px;line-height:24px;font-weight:700;" dir="auto">${sender}</td></tr>
<tr><td class="cell" style="padding:28px 32px 32px;">
${blocks}
</td></tr>
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;font-family:${escapeHtml(fontStack)};">
<tr><td class="cell muted" style="padding:16px 32px;color:#4b5563;font-size:13px;line-height:20px;">${escapeHtml(cleanText(content.reason))}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

type Style = { primary: string; onPrimary: string; primaryText: string };

const paragraph = 'margin:0 0 16px;font-size:16px;line-height:25px;overflow-wrap:anywhere;';

function htmlBlock(block: Block, style: Style): string {
  switch (block.type) {
    case 'heading':
      return `<h1 class="ink" dir="auto" style="margin:0 0 16px;color:#111827;font-size:24px;line-height:31px;font-weight:700;overflow-wrap:anywhere;">${text(block.text)}</h1>`;
    case 'text':
      return block.isMuted
        ? `<p class="muted" dir="auto" style="${paragraph}color:#4b5563;font-size:14px;line-height:21px;">${text(block.text)}</p>`
        : `<p class="ink" dir="auto" style="${paragraph}color:#111827;">${text(block.text)}</p>`;
    case 'quote':
      return `<blockquote class="ink line" dir="auto" style="${paragraph}color:#111827;margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #d1d5db;">${cleanParagraphs(block.text).map(escapeHtml).join('<br>')}</blockquote>`;
    case 'facts':
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="line" style="margin:0 0 24px;border-top:1px solid #e5e7eb;">
${block.rows.map((row) => factRow(row, style)).join('\n')}
</table>`;
    case 'button':
      return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px;"><tr><td style="border-radius:8px;background:${style.primary};border:1px solid ${style.onPrimary};"><a class="button" href="${escapeUrl(block.url)}" style="display:inline-block;padding:13px 24px;min-height:20px;color:${style.onPrimary};font-size:16px;line-height:20px;font-weight:700;text-decoration:none;border-radius:8px;">${text(block.label)}</a></td></tr></table>
<p class="muted" style="margin:0 0 20px;color:#4b5563;font-size:13px;line-height:19px;overflow-wrap:anywhere;">${text(block.fallback)}<br><a class="link" href="${escapeUrl(block.url)}" style="color:${style.primaryText};word-break:break-all;">${escapeUrl(block.url)}</a></p>`;
    case 'links':
      return `<p class="ink" style="${paragraph}color:#111827;">${text(block.label)} ${block.links.map((link) => htmlLink(link, style)).join(' &middot; ')}</p>`;
    case 'card':
      return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="line" style="margin:0 0 16px;border:1px solid #e5e7eb;border-radius:8px;"><tr><td style="padding:16px 18px;">
<p class="ink" dir="auto" style="margin:0 0 4px;color:#111827;font-size:17px;line-height:24px;font-weight:700;overflow-wrap:anywhere;">${text(block.title)}</p>
<p class="muted" dir="auto" style="margin:0 0 10px;color:#4b5563;font-size:14px;line-height:21px;">${block.lines.map(text).join('<br>')}</p>
<p style="margin:0;font-size:16px;line-height:24px;font-weight:700;">${htmlLink(block.link, style)}</p>
</td></tr></table>`;
  }
}

function factRow({ label, lines }: { label: string; lines: string[] }, style: Style): string {
  const [first = '', ...rest] = lines;
  return `<tr><td class="line" style="padding:12px 0;border-bottom:1px solid #e5e7eb;">
<p class="label" style="margin:0 0 2px;color:${style.primaryText};font-size:13px;line-height:18px;font-weight:700;">${text(label)}</p>
<p class="ink" dir="auto" style="margin:0;color:#111827;font-size:16px;line-height:24px;font-weight:600;overflow-wrap:anywhere;">${text(first)}</p>${rest.map((line) => `\n<p class="muted" dir="auto" style="margin:0;color:#4b5563;font-size:15px;line-height:22px;overflow-wrap:anywhere;">${text(line)}</p>`).join('')}
</td></tr>`;
}

function htmlLink({ label, url }: { label: string; url: string }, style: Style): string {
  return `<a class="link" href="${escapeUrl(url)}" style="color:${style.primaryText};">${text(label)}</a>`;
}

function text(value: string): string {
  return escapeHtml(cleanText(value));
}

function renderText(content: MailContent): string {
  const parts = content.blocks.map(textBlock);
  return `${[cleanText(content.sender.name), ...parts, '--', cleanText(content.reason)].join('\n\n')}\n`;
}

function textBlock(block: Block): string {
  switch (block.type) {
    case 'heading': {
      const heading = cleanText(block.text);
      return `${heading}\n${'='.repeat(Math.min(heading.length, 72))}`;
    }
    case 'text':
      return cleanText(block.text);
    case 'quote':
      return cleanParagraphs(block.text)
        .map((line) => `> ${line}`)
        .join('\n');
    case 'facts':
      return block.rows
        .map(
          ({ label, lines }) =>
            `${label}:\n${lines.map((line) => `  ${cleanText(line)}`).join('\n')}`,
        )
        .join('\n');
    case 'button':
      return `${cleanText(block.label)}:\n${new URL(block.url).href}`;
    case 'links':
      return block.links
        .map(
          ({ label, url }) => `${cleanText(block.label)} ${cleanText(label)}\n${new URL(url).href}`,
        )
        .join('\n');
    case 'card':
      return [
        cleanText(block.title),
        ...block.lines.map((line) => `  ${cleanText(line)}`),
        `  ${cleanText(block.link.label)}: ${new URL(block.link.url).href}`,
      ].join('\n');
  }
}
