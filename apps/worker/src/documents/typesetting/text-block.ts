import LineBreaker from 'linebreak';
import type PDFDocument from 'pdfkit';
import { directionFeature, type FontSet, type Weight } from './fonts.ts';
import { recentlyUsed } from './recently-used.ts';
import { baseDirection, type Run, visualRuns } from './runs.ts';

export type PdfDocument = InstanceType<typeof PDFDocument>;

export type TextStyle = { size: number; weight: Weight; color: string };

export type Line = { text: string; runs: Run[]; width: number };

/** Lines of one paragraph at the size at which they fit. */
export type TextBlock = { lines: Line[]; style: TextStyle; height: number };

/** Noto Sans needs 1.36 em from the highest accent to the lowest descender. */
const lineHeightEm = 1.36;
const ascentEm = 1.069;

/** Where the glyphs are not simply the letters in reading order. */
const shaped =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}\p{M}]/u;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Breaks cleaned text into lines of at most `width` points, by the Unicode line breaking algorithm;
 * a word wider than a line is broken between letters. When that takes more than `maxLines`, the type
 * gets smaller down to `minSize`, and what still does not fit ends in an ellipsis.
 */
export function fitText(
  text: string,
  style: TextStyle,
  box: { width: number; maxLines?: number; minSize?: number },
  fonts: FontSet,
): TextBlock {
  const key = [style.size, style.weight, box.width, box.maxLines, box.minSize, text].join('|');
  const { size, ...block } = fitted(key, () => fit(text, style, box, fonts));
  return { ...block, style: { ...style, size } };
}

/** A page of labels, a title and a place is the same on every ticket of an event: some thirty blocks. */
const fitted = recentlyUsed<ReturnType<typeof fit>>(2_000);

function fit(
  text: string,
  style: TextStyle,
  box: { width: number; maxLines?: number; minSize?: number },
  fonts: FontSet,
) {
  const { width, maxLines = Number.POSITIVE_INFINITY, minSize = style.size } = box;
  const setter = lineSetter(text, style.weight, fonts);
  let size = style.size;
  let lines = breakLines(text, width / size, setter);
  while (lines.length > maxLines && size > minSize) {
    size = Math.max(minSize, size - 1);
    lines = breakLines(text, width / size, setter);
  }
  if (lines.length > maxLines) lines = truncate(lines, maxLines, width / size, setter);
  return {
    size,
    height: lines.length * size * lineHeightEm,
    lines: lines.map((line): Line => {
      const runs = setter(line);
      return { text: line, runs, width: widthOf(runs) * size };
    }),
  };
}

type SetLine = (text: string) => Run[];

function lineSetter(paragraph: string, weight: Weight, fonts: FontSet): SetLine {
  const base = baseDirection(paragraph);
  const chooseFont = fonts.forParagraph(paragraph);
  const known = new Map<string, Run[]>();
  return (text) => {
    const runs = known.get(text) ?? visualRuns(text, weight, chooseFont, base);
    known.set(text, runs);
    return runs;
  };
}

function widthOf(runs: Run[]): number {
  return runs.reduce((sum, { widthEm }) => sum + widthEm, 0);
}

function breakLines(text: string, widthEm: number, setLine: SetLine): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => widthOf(setLine(candidate.trimEnd())) <= widthEm;
  // Nearly always: shaping is what takes time, so the whole is tried before its parts.
  if (text && fits(text)) return [text.trimEnd()];
  for (const piece of unbreakablePieces(text)) {
    if (fits(line + piece)) {
      line += piece;
      continue;
    }
    if (line) lines.push(line.trimEnd());
    line = '';
    if (fits(piece)) {
      line = piece;
      continue;
    }
    for (const { segment } of graphemes.segment(piece)) {
      if (line && !fits(line + segment)) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += segment;
    }
  }
  if (line.trimEnd()) lines.push(line.trimEnd());
  return lines;
}

function* unbreakablePieces(text: string): Generator<string> {
  const breaker = new LineBreaker(text);
  let start = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    yield text.slice(start, next.position);
    start = next.position;
  }
}

function truncate(lines: string[], maxLines: number, widthEm: number, setLine: SetLine): string[] {
  const kept = lines.slice(0, maxLines);
  const letters = Array.from(graphemes.segment(kept.at(-1) ?? ''), ({ segment }) => segment);
  let last = `${letters.join('').trimEnd()}…`;
  while (letters.length > 0 && widthOf(setLine(last)) > widthEm) {
    letters.pop();
    last = `${letters.join('').trimEnd()}…`;
  }
  return [...kept.slice(0, -1), last];
}

/** Draws the block with its top left corner at (x, y); returns the y below it. */
export function drawText(
  doc: PdfDocument,
  block: TextBlock,
  x: number,
  y: number,
  options: { align?: 'left' | 'right' | 'center'; width?: number } = {},
): number {
  const { size, color } = block.style;
  const slack = { left: 0, right: 1, center: 0.5 }[options.align ?? 'left'];
  block.lines.forEach((line, i) => {
    const baseline = y + (i * lineHeightEm + ascentEm) * size;
    let left = x + ((options.width ?? line.width) - line.width) * slack;
    // Glyphs stand in visual order and may be ligatures: copying and reading aloud use this text.
    const isShaped = shaped.test(line.text);
    if (isShaped) doc.markContent('Span', { actual: line.text });
    for (const { text, font, direction, widthEm } of line.runs) {
      doc.registerFont(font.key, font.font as unknown as Buffer);
      doc.font(font.key, size).fillColor(color);
      // With the width given PDFKit does not shape the line once more to measure it.
      const options: PDFKit.Mixins.TextOptions & { textWidth: number; wordCount: number } = {
        lineBreak: false,
        baseline: 'alphabetic',
        textWidth: widthEm * size,
        wordCount: 1,
        features: [directionFeature[direction]],
      };
      doc.text(text, left, baseline, options);
      left += widthEm * size;
    }
    if (isShaped) doc.endMarkedContent();
  });
  return y + block.height;
}
