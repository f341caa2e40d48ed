import bidiFactory from 'bidi-js';
import { type ChooseFont, directionFeature, type LoadedFont, type Weight } from './fonts.ts';

// A CommonJS module whose types describe its ES build: the import is the factory itself.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A stretch of text in one font, script and direction. Its text is in reading order. */
export type Run = {
  text: string;
  font: LoadedFont;
  direction: 'ltr' | 'rtl';
  /** In units of the font's em: times the font size gives points. */
  widthEm: number;
};

type Item = Omit<Run, 'widthEm' | 'direction'> & { level: number; script: string };

/** Scripts that a shaper treats apart; all others shape alike and may share a run. */
const scripts = ['Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Tamil', 'Thai', 'Hangul', 'Han'].map(
  (name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const,
);

function scriptOf(cluster: string, previous: string): string {
  const found = scripts.find(([, pattern]) => pattern.test(cluster));
  if (found) return found[0];
  return /\p{L}/u.test(cluster) ? 'other' : previous;
}

export function baseDirection(text: string): 'ltr' | 'rtl' {
  return (bidi.getEmbeddingLevels(text, 'auto').paragraphs[0]?.level ?? 0) % 2 === 1
    ? 'rtl'
    : 'ltr';
}

/** One line, cut into runs in the order in which they stand from left to right. */
export function visualRuns(
  text: string,
  weight: Weight,
  chooseFont: ChooseFont,
  base: 'ltr' | 'rtl',
): Run[] {
  const { levels } = bidi.getEmbeddingLevels(text, base);
  const items: Item[] = [];
  let previous: LoadedFont | null = null;
  let script = 'other';
  for (const { segment, index } of graphemes.segment(text)) {
    let cluster = segment;
    let font = chooseFont(cluster, weight, previous);
    if (!font) {
      cluster = '\ufffd';
      font = chooseFont(cluster, weight);
      if (!font) continue;
    }
    const level = levels[index] ?? 0;
    if (level % 2 === 1) cluster = mirrored(cluster);
    script = scriptOf(cluster, script);
    const last = items.at(-1);
    if (last && last.font === font && last.level === level && last.script === script) {
      last.text += cluster;
    } else {
      items.push({ text: cluster, font, level, script });
    }
    previous = font;
  }
  return reorder(items).map(({ text: run, font, level }) => {
    const direction = level % 2 === 1 ? 'rtl' : 'ltr';
    return { text: run, font, direction, widthEm: measure(run, font, direction) };
  });
}

function mirrored(cluster: string): string {
  return Array.from(cluster, (character) => bidi.getMirroredCharacter(character) ?? character).join(
    '',
  );
}

/** Rule L2 of the Unicode bidirectional algorithm, on runs: within a run the shaper does it. */
function reorder(items: Item[]): Item[] {
  const visual = [...items];
  const highest = Math.max(0, ...items.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    let start = 0;
    while (start < visual.length) {
      let end = start;
      while (end < visual.length && (visual[end] as Item).level >= level) end++;
      if (end > start) visual.splice(start, end - start, ...visual.slice(start, end).reverse());
      start = end + 1;
    }
  }
  return visual;
}

function measure(text: string, { font }: LoadedFont, direction: 'ltr' | 'rtl'): number {
  const run = font.layout(text, [directionFeature[direction]]);
  return run.advanceWidth / font.unitsPerEm;
}
