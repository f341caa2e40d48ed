/** More marks on one letter than any language writes only serve to climb over the neighbouring lines. */
const mostMarks = 4;

/**
 * One line of what somebody typed, made safe to set: well-formed, composed (NFC), without control
 * characters, without the invisible characters that reorder or hide text (bidi overrides and the
 * like), white space collapsed. The joiners that Persian, Devanagari and emoji need stay.
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFC')
      // No-break spaces hold `49,00 €` together.
      .replace(/[^\S\u00a0\u202f]+|\u0085/gu, ' ')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]|(?!\p{Join_Control})\p{Cf}/gu, '')
      .replace(new RegExp(`(\\p{Mn}{${mostMarks}})\\p{Mn}+`, 'gu'), '$1')
      .replace(/ {2,}/g, ' ')
      .trim()
  );
}

/** Several paragraphs: lines are kept, runs of empty ones become one. */
export function cleanParagraphs(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(cleanText)
    .filter((line, i, lines) => line !== '' || (i > 0 && lines[i - 1] !== ''));
}
