import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import subsetFont from 'subset-font';
import { recentlyUsed } from './recently-used.ts';

const require = createRequire(import.meta.url);

export type Weight = 400 | 700;
const weights: Weight[] = [400, 700];

/** One font file at one weight. `key` names it within a document. */
export type LoadedFont = { key: string; font: fontkit.Font };

/** A part of the catalogue that is loaded as a whole: a file, and the characters it claims to have. */
type Slice = {
  id: string;
  covers: (codePoint: number) => boolean;
  bytes: (weight: Weight) => Promise<Uint8Array>;
};

/** Noto Sans as whole files: Latin, Greek, Cyrillic, Devanagari and every combining mark. */
function primarySlices(): Slice[] {
  const folder = join(dirname(require.resolve('@embedpdf/fonts-latin')), '..', 'fonts');
  const file = { 400: 'NotoSans-Regular.ttf', 700: 'NotoSans-Bold.ttf' } as const;
  return [
    {
      id: 'noto-sans',
      covers: () => true,
      bytes: (weight) => readFile(join(folder, file[weight])),
    },
  ];
}

/**
 * The other scripts: variable fonts cut into slices by code point, so that one Japanese name loads
 * 60 kB, not 5 MB. HarfBuzz unpacks a slice and pins its weight; the result is a plain TrueType font.
 */
function slicesOf(family: string): Slice[] {
  const name = family.slice(family.lastIndexOf('/') + 1);
  const ranges: Record<string, string> = require(`${family}/unicode.json`);
  return Object.entries(ranges).map(([subset, range]) => {
    const id = `${name}-${subset.replace(/[[\]]/g, '')}`;
    const path = require.resolve(`${family}/files/${id}-wght-normal.woff2`);
    return {
      id,
      covers: parseRange(range),
      bytes: async (weight) =>
        subsetFont(await readFile(path), undefined, {
          keepAllGlyphs: true,
          targetFormat: 'sfnt',
          variationAxes: { wght: weight },
        }),
    };
  });
}

/** `U+4e00-4e2f,U+5b57` as a test. */
function parseRange(range: string): (codePoint: number) => boolean {
  const spans = range.split(',').map((span) => {
    const [from = '', to] = span.trim().slice(2).split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to ?? from, 16)] as const;
  });
  return (codePoint) => spans.some(([from, to]) => codePoint >= from && codePoint <= to);
}

const families = {
  first: ['hebrew', 'arabic', 'thai', 'georgian', 'armenian', 'bengali', 'tamil'],
  japanese: 'jp',
  korean: 'kr',
  simplifiedChinese: 'sc',
  traditionalChinese: 'tc',
  last: ['@fontsource-variable/noto-sans-symbols', '@fontsource-variable/noto-emoji'],
} as const;

const slicesByFamily = new Map<string, Slice[]>();
function family(name: string): Slice[] {
  let slices = slicesByFamily.get(name);
  if (!slices) {
    slices =
      name === 'primary'
        ? primarySlices()
        : slicesOf(name.startsWith('@') ? name : `@fontsource-variable/noto-sans-${name}`);
    slicesByFamily.set(name, slices);
  }
  return slices;
}

/**
 * The order in which families are asked for a character. Chinese, Japanese and Korean share code
 * points that each writes a little differently: kana or hangul anywhere in the text decide; else the
 * Chinese forms, which cover most.
 */
function preference(text: string): Slice[] {
  const { japanese, korean, simplifiedChinese, traditionalChinese } = families;
  const cjk: string[] = [simplifiedChinese, traditionalChinese, japanese, korean];
  const preferred = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
    ? japanese
    : /\p{Script=Hangul}/u.test(text)
      ? korean
      : simplifiedChinese;
  const order = [preferred, ...cjk.filter((name) => name !== preferred)];
  return [...families.first, ...order, ...families.last].flatMap(family);
}

/** Parsed fonts, least recently used first. 160 are about 40 MB: every Latin mail needs only two. */
const mostLoaded = 160;
const loaded = new Map<string, Promise<LoadedFont>>();

function load(slice: Slice, weight: Weight): Promise<LoadedFont> {
  const key = `${slice.id}-${weight}`;
  const font = loaded.get(key) ?? slice.bytes(weight).then((bytes) => open(key, bytes));
  loaded.delete(key);
  loaded.set(key, font);
  font.catch(() => loaded.delete(key));
  for (const oldest of loaded.keys()) {
    if (loaded.size <= mostLoaded) break;
    loaded.delete(oldest);
  }
  return font;
}

/** The OpenType features that name a direction; here they are how a run's direction reaches the font. */
export const directionFeature = { ltr: 'ltra', rtl: 'rtla' } as const;

/**
 * Shaping is most of what a ticket costs, and what one ticket of an event says the next one says too.
 * A line is about 10 kB of glyphs and positions.
 */
const mostShaped = 1_000;

type Shaped = Pick<fontkit.GlyphRun, 'glyphs' | 'positions'>;

/** A line as PDFKit takes it: it scales the positions in place, so each gets its own. */
class ShapedRun {
  glyphs: fontkit.Glyph[];
  positions: fontkit.GlyphPosition[];

  constructor(glyphs: fontkit.Glyph[], positions: fontkit.GlyphPosition[]) {
    this.glyphs = glyphs;
    this.positions = positions.map(({ xAdvance, yAdvance, xOffset, yOffset }) => ({
      xAdvance,
      yAdvance,
      xOffset,
      yOffset,
    }));
  }

  get advanceWidth(): number {
    return this.positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
  }
}

function open(key: string, bytes: Uint8Array): LoadedFont {
  const font = fontkit.create(Buffer.from(bytes));
  if (!('layout' in font)) throw new Error(`${key} is a font collection`);
  // PDFKit hands on features only. Without a direction fontkit guesses one from the first letter,
  // which is wrong for a bracket or a digit inside right-to-left text.
  const layout = font.layout.bind(font);
  const shaped = recentlyUsed<Shaped>(mostShaped);
  font.layout = (text, features) => {
    const direction = Array.isArray(features) && features.includes('rtla') ? 'rtl' : 'ltr';
    const { glyphs, positions } = shaped(direction + text, () =>
      layout(text, [], undefined, undefined, direction),
    );
    return new ShapedRun(glyphs, positions) as unknown as fontkit.GlyphRun;
  };
  return { key, font };
}

/**
 * The first font that has every character of a cluster (a letter with its marks), `previous` if it
 * has: a comma stays with its neighbours. Null when no font has it.
 */
export type ChooseFont = (
  cluster: string,
  weight: Weight,
  previous?: LoadedFont | null,
) => LoadedFont | null;

/** For each paragraph its own choice: the letters around a Han character decide on its form. */
export type FontSet = { forParagraph(paragraph: string): ChooseFont };

/** Loads what the paragraphs need, at both weights, so that setting them can be synchronous. */
export async function loadFonts(paragraphs: Iterable<string>): Promise<FontSet> {
  const choices = new Map<string, ChooseFont>();
  for (const paragraph of paragraphs) {
    if (!choices.has(paragraph)) choices.set(paragraph, await fontsOf(paragraph));
  }
  return {
    forParagraph(paragraph) {
      const choice = choices.get(paragraph);
      if (!choice) throw new Error('the fonts of this paragraph were not loaded');
      return choice;
    },
  };
}

async function fontsOf(paragraph: string): Promise<ChooseFont> {
  const [primary] = family('primary') as [Slice];
  const { font } = await load(primary, 400);
  const missing = Array.from(
    new Set(paragraph),
    (character) => character.codePointAt(0) as number,
  ).filter((codePoint) => !font.hasGlyphForCodePoint(codePoint));
  // A thousand slices are asked only when there is something to find.
  const others = missing.length > 0 ? preference(paragraph) : [];
  const needed = [primary, ...others.filter((slice) => missing.some(slice.covers))];
  const [regular, bold] = await Promise.all(
    weights.map((weight) => Promise.all(needed.map((slice) => load(slice, weight)))),
  );
  const byWeight = { 400: regular, 700: bold };
  return (cluster, weight, previous) => {
    const has = (candidate: LoadedFont) =>
      Array.from(cluster).every(
        (character) =>
          isInvisible(character) ||
          candidate.font.hasGlyphForCodePoint(character.codePointAt(0) as number),
      );
    const isNeutral = !/[\p{L}\p{M}\p{N}\s]/u.test(cluster);
    if (isNeutral && previous && has(previous)) return previous;
    return byWeight[weight]?.find(has) ?? null;
  };
}

/** Joiners and variation selectors steer shaping; a font without them still sets the letters. */
function isInvisible(character: string): boolean {
  return /\p{Join_Control}|\p{Variation_Selector}/u.test(character);
}
