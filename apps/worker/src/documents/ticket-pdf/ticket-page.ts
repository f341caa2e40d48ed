import { formatTicketCode } from '@foyer/ticket-token';
import { formatMoney } from '@foyer/types';
import { mix, type Palette } from '../../branding/colors.ts';
import { initials, type Logo } from '../../branding/logo.ts';
import type { When } from '../../i18n/dates.ts';
import type { Translate } from '../../i18n/index.ts';
import { onlineUrl, placeLines, type RegistrationDocument } from '../registration-document.ts';
import { cleanText } from '../typesetting/clean-text.ts';
import type { FontSet, Weight } from '../typesetting/fonts.ts';
import { drawText, fitText, type PdfDocument, type TextBlock } from '../typesetting/text-block.ts';
import { drawLogo } from './draw-logo.ts';
import { drawQrCode, qrMatrix } from './qr-code.ts';

export type TicketPage = {
  document: RegistrationDocument;
  ticket: RegistrationDocument['tickets'][number];
  /** What the QR code says. */
  token: string;
  position: { number: number; count: number };
  colors: Palette;
  when: When;
  logo: Logo | null;
  t: Translate;
};

/** A4 in points. Everything that admits stands above the fold, the code in its left quarter. */
const page = { width: 595.28, height: 841.89 };
const fold = page.height / 2;
const margin = 48;
const columnGap = 28;
const header = { height: 76, logo: 44 };
/** 62 mm: 1.17 mm a module, which a cheap camera reads from an arm's length, and from a phone's screen. */
const qrSize = (62 / 25.4) * 72;

const ink = '#111827';
const muted = '#4b5563';
const hairline = '#d1d5db';

type Structure = ReturnType<PdfDocument['struct']>;

/** Every text of the page, to know which fonts it takes. */
export function pageTexts(input: TicketPage): string[] {
  return Object.values(textsOf(input)).flat();
}

function textsOf({ document, ticket, position, when, t }: TicketPage) {
  const { registration, event, organization } = document;
  const price =
    ticket.priceMinor === 0
      ? t('pdf.free')
      : formatMoney(
          { amountMinor: ticket.priceMinor, currency: ticket.currency },
          registration.locale,
        );
  const url = onlineUrl(event);
  return {
    organization: cleanText(organization.name),
    initials: initials(cleanText(organization.name)),
    position: t('pdf.position', position),
    title: cleanText(event.title),
    whenLabel: t('pdf.when'),
    when: [when.date, when.time, when.zone],
    whereLabel: t('pdf.where'),
    where: [
      ...placeLines(event, registration.locale).map(cleanText),
      ...(event.eventType === 'in_person' ? [] : [t('pdf.online')]),
    ],
    attendeeLabel: t('pdf.attendee'),
    attendee: cleanText(ticket.attendeeName),
    typeLabel: t('pdf.ticketType'),
    type: cleanText(ticket.ticketTypeName),
    price,
    codeLabel: t('pdf.code'),
    code: formatTicketCode(ticket.code),
    entryTitle: t('pdf.entryTitle'),
    entry: [t('pdf.entryShow'), t('pdf.entryOnce'), t('pdf.entryCode')],
    typeDescription: cleanText(ticket.ticketTypeDescription),
    onlineTitle: t('pdf.onlineTitle'),
    onlineUrl: url ?? '',
    orderTitle: t('pdf.order'),
    // Who was given the ticket by somebody else need not know who ordered it.
    order: t(registration.buyerName ? 'pdf.orderLine' : 'pdf.orderNumber', {
      number: registration.confirmationNumber,
      buyer: cleanText(registration.buyerName),
    }),
    contact: event.contactEmail ? t('pdf.contact', { email: cleanText(event.contactEmail) }) : '',
    foldHint: t('pdf.foldHere'),
    terms: t('pdf.terms', { organization: cleanText(organization.name) }),
  };
}

export function drawTicketPage(
  doc: PdfDocument,
  root: Structure,
  input: TicketPage,
  fonts: FontSet,
): void {
  const section = doc.struct('Sect');
  root.add(section);
  const draw = createPen(doc, section, fonts);
  const texts = textsOf(input);

  drawHeader(doc, draw, input, texts);
  const below = drawEvent(draw, texts, input.colors);
  drawAdmission(doc, section, draw, input, texts, below);
  drawFold(doc, draw, texts);
  drawDetails(doc, draw, input.colors, texts);
  section.end();
}

type Texts = ReturnType<typeof textsOf>;
type Pen = ReturnType<typeof createPen>;

/** Sets text to fit, draws it, and gives it its place in the reading order. */
function createPen(doc: PdfDocument, section: Structure, fonts: FontSet) {
  const put = (
    tag: 'H1' | 'H2' | 'P',
    text: string,
    style: { size: number; weight?: Weight; color?: string; minSize?: number; maxLines?: number },
    box: { x: number; y: number; width: number; align?: 'left' | 'right' },
  ): number => {
    if (!text) return box.y;
    const block = fitText(
      text,
      { size: style.size, weight: style.weight ?? 400, color: style.color ?? ink },
      { width: box.width, maxLines: style.maxLines, minSize: style.minSize },
      fonts,
    );
    section.add(doc.struct(tag, {}, [doc.markStructureContent(tag)]));
    const bottom = drawText(doc, block, box.x, box.y, { align: box.align, width: box.width });
    doc.endMarkedContent();
    return bottom;
  };
  const ornament = (draw: () => void) => {
    doc.markContent('Artifact', { type: 'Layout' });
    draw();
    doc.endMarkedContent();
  };
  const measure = (text: string, size: number, weight: Weight, width: number): TextBlock =>
    fitText(text, { size, weight, color: ink }, { width }, fonts);
  return { put, ornament, measure };
}

function drawHeader(doc: PdfDocument, pen: Pen, { colors, logo }: TicketPage, texts: Texts): void {
  const middle = header.height / 2;
  pen.ornament(() => {
    doc.rect(0, 0, page.width, header.height).fill(colors.primary);
    doc.rect(0, header.height, page.width, 4).fill(colors.accent);
    drawLogo(doc, logo, { x: margin, y: middle - header.logo / 2, size: header.logo }, colors);
  });
  if (!logo) {
    const block = pen.measure(texts.initials, 17, 700, header.logo);
    pen.put(
      'P',
      texts.initials,
      { size: 17, weight: 700, color: colors.primary, maxLines: 1, minSize: 10 },
      {
        x: margin + (header.logo - (block.lines[0]?.width ?? 0)) / 2,
        y: middle - block.height / 2,
        width: header.logo,
      },
    );
  }
  const x = margin + header.logo + 14;
  const width = page.width - margin - x - 110;
  const size = 17;
  const lines = Math.min(2, pen.measure(texts.organization, size, 700, width).lines.length);
  pen.put(
    'P',
    texts.organization,
    { size: lines > 1 ? 13 : size, weight: 700, color: colors.onPrimary, maxLines: 2, minSize: 9 },
    { x, y: middle - ((lines > 1 ? 13 * 2 : size) * 1.36) / 2, width },
  );
  pen.put(
    'P',
    texts.position,
    { size: 11, color: colors.onPrimary, maxLines: 1, minSize: 8 },
    { x: page.width - margin - 100, y: middle - 7.5, width: 100, align: 'right' },
  );
}

/** Title, when and where, across the page. Returns the y below. */
function drawEvent(pen: Pen, texts: Texts, colors: Palette): number {
  const width = page.width - 2 * margin;
  const y = pen.put(
    'H1',
    texts.title,
    { size: 25, weight: 700, minSize: 15, maxLines: 2 },
    { x: margin, y: header.height + 18, width },
  );
  const column = (width - columnGap) / 2;
  const put = (label: string, lines: string[], x: number) => {
    let at = pen.put(
      'P',
      label,
      { size: 8.5, weight: 700, color: colors.primaryText, maxLines: 1 },
      { x, y: y + 6, width: column },
    );
    for (const [i, line] of lines.entries()) {
      at = pen.put(
        'P',
        line,
        {
          size: i === 0 ? 12.5 : 11,
          weight: i === 0 ? 700 : 400,
          color: i < 2 ? ink : muted,
          minSize: 8,
          maxLines: i === 0 ? 2 : 1,
        },
        { x, y: at, width: column },
      );
    }
    return at;
  };
  return Math.max(
    put(texts.whenLabel, texts.when, margin),
    put(texts.whereLabel, texts.where.slice(0, 3), margin + column + columnGap),
  );
}

/** The code and whom it admits. Stands on the fold, so that a short title leaves air above it. */
function drawAdmission(
  doc: PdfDocument,
  section: Structure,
  pen: Pen,
  input: TicketPage,
  texts: Texts,
  below: number,
): void {
  const y = Math.max(below + 6, fold - qrSize - 14);
  const size = Math.min(qrSize, fold - 6 - y);
  const description = {
    alt: input.t('pdf.qrAlt', { code: texts.code }),
    bbox: [margin, y, margin + size, y + size],
  };
  const figure = doc.struct('Figure', description, [doc.markStructureContent('Figure')]);
  section.add(figure);
  drawQrCode(doc, qrMatrix(input.token), margin, y, size);
  doc.endMarkedContent();
  pen.ornament(() => {
    doc.lineWidth(0.75).roundedRect(margin, y, size, size, 4).stroke(hairline);
  });

  const x = margin + size + columnGap;
  const width = page.width - margin - x;
  const label = (text: string, at: number) =>
    pen.put(
      'P',
      text,
      { size: 8.5, weight: 700, color: input.colors.primaryText, maxLines: 1 },
      { x, y: at, width },
    );
  let at = label(texts.attendeeLabel, y + 2);
  at = pen.put(
    'H2',
    texts.attendee,
    { size: 21, weight: 700, minSize: 12, maxLines: 2 },
    { x, y: at, width },
  );
  at = label(texts.typeLabel, at + 5);
  at = pen.put(
    'P',
    texts.type,
    { size: 14, weight: 700, minSize: 10, maxLines: 2 },
    { x, y: at, width },
  );
  at = pen.put('P', texts.price, { size: 11, color: muted, maxLines: 1 }, { x, y: at, width });
  at = label(texts.codeLabel, at + 5);
  pen.put('P', texts.code, { size: 18, weight: 700, maxLines: 1 }, { x, y: at, width });
}

function drawFold(doc: PdfDocument, pen: Pen, texts: Texts): void {
  pen.ornament(() => {
    doc.save().lineWidth(0.6).dash(4, { space: 4 });
    doc.moveTo(0, fold).lineTo(page.width, fold).stroke(hairline);
    doc.undash().restore();
  });
  pen.put(
    'P',
    texts.foldHint,
    { size: 7, color: muted, maxLines: 1 },
    { x: margin, y: fold + 3, width: page.width - 2 * margin, align: 'right' },
  );
  pen.put(
    'P',
    texts.terms,
    { size: 8, color: muted, maxLines: 3, minSize: 7 },
    { x: margin, y: page.height - margin - 24, width: page.width - 2 * margin },
  );
}

function drawDetails(doc: PdfDocument, pen: Pen, colors: Palette, texts: Texts): void {
  const width = page.width - 2 * margin;
  const bottom = page.height - margin - 34;
  let y = fold + 30;
  const heading = (text: string) => {
    y = pen.put(
      'H2',
      text,
      { size: 12, weight: 700, color: colors.primaryText, maxLines: 1 },
      { x: margin, y, width },
    );
    y += 2;
  };
  const paragraph = (text: string, maxLines: number) => {
    if (!text || y > bottom - 30) return;
    y = pen.put('P', text, { size: 11, minSize: 9, maxLines }, { x: margin, y, width }) + 3;
  };
  heading(texts.entryTitle);
  for (const sentence of texts.entry) paragraph(sentence, 2);
  y += 10;
  if (texts.onlineUrl) {
    heading(texts.onlineTitle);
    const top = y;
    paragraph(texts.onlineUrl, 2);
    doc.link(margin, top, width, y - top, texts.onlineUrl);
    y += 10;
  }
  if (texts.typeDescription) {
    heading(texts.type.length > 60 ? texts.typeLabel : texts.type);
    paragraph(texts.typeDescription, 5);
    y += 10;
  }
  pen.ornament(() => {
    doc.rect(margin, y, width, 0.75).fill(mix(colors.accent, '#ffffff', 0.4));
  });
  y += 10;
  heading(texts.orderTitle);
  paragraph(texts.order, 2);
  paragraph(texts.contact, 2);
}
