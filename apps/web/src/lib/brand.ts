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
const darkPage: Rgb = [42, 32, 48]; // the raised surface, the lightest of the dark ones
const inkOnColor: Rgb = [26, 16, 22];
const white: Rgb = [255, 255, 255];
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

/** Moves a color towards black or white, no further than needed, until it can be read on `grounds`. */
function readableOn(color: Rgb, grounds: readonly Rgb[], towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, towards, share);
    // Rounding to hex may cost a hundredth, so ask for a little more.
    if (grounds.every((ground) => contrast(candidate, ground) >= textContrast + 0.05)) {
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

/** The CSS variables of a BrandScope; empty when there is no usable colour, so Foyer's own stay. */
export function brandVariables(colors: BrandColors | null | undefined): Record<string, string> {
  const primary = parseHex(colors?.primary);
  if (!primary) return {};
  const wish = parseHex(colors?.onPrimary);
  const light = readableOn(primary, [lightPage, lightSunken], [0, 0, 0]);
  const dark = readableOn(primary, [darkPage], white);
  const onStage = textOn(primary, wish);
  // Between the two, some mid tones carry neither black nor white at 4.5:1; shift the stage then.
  const stage =
    contrast(primary, onStage) >= textContrast
      ? primary
      : readableOn(primary, [onStage], onStage === white ? [0, 0, 0] : white);
  const accent = parseHex(colors?.accent) ?? onStage;
  const stageAccent = readableOn(accent, [stage], luminance(stage) > 0.18 ? [0, 0, 0] : white);
  return {
    '--brand-light': toHex(light),
    '--on-brand-light': toHex(textOn(light, wish)),
    '--brand-dark': toHex(dark),
    '--on-brand-dark': toHex(textOn(dark, null)),
    '--stage-color': toHex(stage),
    '--on-stage-color': toHex(onStage),
    '--stage-accent-color': toHex(stageAccent),
  };
}
