/**
 * An organization chooses its colours; we choose the shade in which they can be read. From one
 * colour come the fills, texts and stages for light and dark pages, each with at least 4.5:1.
 */
export type BrandColors = {
  primary?: string | null;
  accent?: string | null;
  onPrimary?: string | null;
};

type Rgb = readonly [number, number, number];

const lightPage: Rgb = [255, 255, 255];
const lightSunken: Rgb = [242, 236, 234];
const darkPage: Rgb = [31, 23, 36];
const darkRaised: Rgb = [42, 32, 48]; // the lightest of the dark surfaces
const inkOnColor: Rgb = [26, 16, 22];
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
const textContrast = 4.5;

export function parseHex(value: string | null | undefined): Rgb | null {
  const match = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(value?.trim() ?? '');
  if (!match?.[1]) return null;
  const hex = match[1].length === 3 ? [...match[1]].map((c) => c + c).join('') : match[1];
  return [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as unknown as Rgb;
}

function toHex(color: Rgb): string {
  return `#${color.map((c) => Math.round(c).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((c) => {
    const s = c / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function mix(color: Rgb, target: Rgb, share: number): Rgb {
  return color.map((c, i) => c + ((target[i] ?? 0) - c) * share) as unknown as Rgb;
}

/**
 * Moves a color towards black or white, no further than needed, until it can be read on `grounds`.
 * They may depend on it: `brand-soft` is a page with a share of the very color that is written on it.
 */
function readableOn(color: Rgb, grounds: (candidate: Rgb) => readonly Rgb[], towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, towards, share);
    // The browser mixes in another colour space and rounds, so ask for a little more.
    if (grounds(candidate).every((ground) => contrast(candidate, ground) >= textContrast + 0.1)) {
      return candidate;
    }
  }
  return towards;
}

/** Text for a fill: the organization's wish if it can be read, else the better of ink and white. */
function textOn(fill: Rgb, wish: Rgb | null): Rgb {
  if (wish && contrast(fill, wish) >= textContrast) return wish;
  return contrast(fill, white) >= contrast(fill, inkOnColor) ? white : inkOnColor;
}

/**
 * A fill that stays as close to the organization's colour as it can: it stands out from the page by
 * `fromPage`, and its text by 4.5. (Some mid tones carry neither ink nor white and are shifted.)
 */
function fillFor(color: Rgb, wish: Rgb | null, page: Rgb, fromPage: number, towards: Rgb) {
  for (let share = 0; share < 1; share += 0.04) {
    const fill = mix(color, towards, share);
    const text = textOn(fill, wish);
    if (contrast(fill, page) >= fromPage && contrast(fill, text) >= textContrast + 0.05) {
      return { fill, text };
    }
  }
  return { fill: towards, text: textOn(towards, null) };
}

/** The CSS variables of a BrandScope; empty when there is no usable colour, so Foyer's own stay. */
export function brandVariables(colors: BrandColors | null | undefined): Record<string, string> {
  const primary = parseHex(colors?.primary);
  if (!primary) return {};
  const wish = parseHex(colors?.onPrimary);
  const light = readableOn(
    primary,
    (own) => [lightPage, lightSunken, mix(lightPage, own, 0.1)],
    black,
  );
  const dark = readableOn(primary, (own) => [darkRaised, mix(darkPage, own, 0.2)], white);
  const lightFill = fillFor(primary, wish, lightPage, 1.3, black);
  const darkFill = fillFor(primary, wish, darkRaised, 1.7, white);
  const stage = fillFor(primary, wish, lightPage, 1, black);
  const accent = parseHex(colors?.accent) ?? stage.text;
  const stageAccent = readableOn(
    accent,
    () => [stage.fill],
    luminance(stage.fill) > 0.18 ? black : white,
  );
  return {
    '--brand-light': toHex(light),
    '--brand-dark': toHex(dark),
    '--fill-light': toHex(lightFill.fill),
    '--on-fill-light': toHex(lightFill.text),
    '--fill-dark': toHex(darkFill.fill),
    '--on-fill-dark': toHex(darkFill.text),
    '--stage-color': toHex(stage.fill),
    '--on-stage-color': toHex(stage.text),
    '--stage-accent-color': toHex(stageAccent),
  };
}
