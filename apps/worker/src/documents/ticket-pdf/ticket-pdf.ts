import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { palette } from '../../branding/colors.ts';
import type { Logo } from '../../branding/logo.ts';
import { formatWhen } from '../../i18n/dates.ts';
import { translator } from '../../i18n/index.ts';
import type { RegistrationDocument } from '../registration-document.ts';
import { cleanText } from '../typesetting/clean-text.ts';
import { loadFonts } from '../typesetting/fonts.ts';
import { drawTicketPage, pageTexts, type TicketPage } from './ticket-page.ts';

/** A document with the signed payload of each ticket's QR code, by ticket id. */
export type TicketPdfInput = {
  document: RegistrationDocument;
  tokens: ReadonlyMap<string, string>;
  logo: Logo | null;
};

/**
 * One A4 page per ticket. The same input gives the same bytes. Nothing a person typed can break it:
 * all text is cleaned, then set to fit.
 */
export async function renderTicketPdf({ document, tokens, logo }: TicketPdfInput): Promise<Buffer> {
  const { registration, event, organization, branding, tickets } = document;
  const t = translator(registration.locale);
  const pages = tickets.map((ticket, i): TicketPage => {
    const token = tokens.get(ticket.id);
    if (!token) throw new Error(`no token for ticket ${ticket.id}`);
    return {
      document,
      ticket,
      token,
      position: { number: i + 1, count: tickets.length },
      colors: palette(branding.colors),
      when: formatWhen(event, registration.locale),
      logo,
      t,
    };
  });
  const fonts = await loadFonts(pages.flatMap(pageTexts));

  const title = cleanText(`${t('pdf.title', { count: tickets.length })}: ${event.title}`);
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    // None of the standard fonts: ours are registered when they are used.
    font: '',
    pdfVersion: '1.7',
    lang: registration.locale,
    displayTitle: true,
    tagged: true,
    info: {
      Title: title,
      Author: cleanText(organization.name),
      Creator: 'Foyer',
      // PDFKit would take the clock; then the same tickets would never be the same file twice.
      CreationDate: registration.confirmedAt ?? new Date(0),
    },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const root = doc.struct('Document');
  doc.addStructure(root);
  for (const page of pages) {
    doc.addPage();
    drawTicketPage(doc, root, page, fonts);
    // A group's hundred pages must not keep the queue's locks from being renewed.
    await setImmediate();
  }
  root.end();
  doc.end();
  await finished;
  return Buffer.concat(chunks);
}
