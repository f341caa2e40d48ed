/** `#rrggbb`. The database lets nothing else in; anything else here falls back to the default. */
type Hex = string;

export type Palette = {
  primary: Hex;
  /** Text on `primary`: white or nearly black, whichever reads better. */
  onPrimary: Hex;
  /** `primary` for text and thin lines on white: darkened until it reads. */
  primaryText: Hex;
  /** `primary` for text on a dark background: lightened until it reads. */
  primaryOnDark: Hex;
  accent: Hex;
};

/** WCAG 2.2, 1.4.3: what ordinary text needs. */
const readable = 4.5;
const white = '#ffffff';
const ink = '#111827';
const black = '#000000';
/** What mail clients use for dark mode, more or less; lighter than black, so the stricter case. */
const darkSurface = '#1f2937';

export const defaultColors = { primary: '#1d4ed8', accent: '#f59e0b' };

/** An organization's two colours, made safe: whatever they chose, everything stays readable. */
export function palette(colors: { primary?: string; accent?: string } | null | undefined): Palette {
  const primary = valid(colors?.primary) ?? defaultColors.primary;
  return {
    primary,
    // Where white does not read, black always does: their contrasts multiply to 21.
    onPrimary: [white, ink].find((color) => contrast(primary, color) >= readable) ?? black,
    primaryText: towards(primary, black, white),
    primaryOnDark: towards(primary, white, darkSurface),
    accent: valid(colors?.accent) ?? defaultColors.accent,
  };
}

function valid(color: string | undefined): Hex | undefined {
  return color && /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : undefined;
}

/** Mixes `color` with `end` in twentieths until it reads on `background`. */
function towards(color: Hex, end: Hex, background: Hex): Hex {
  for (let step = 0; step < 20; step++) {
    const mixed = mix(color, end, step / 20);
    if (contrast(mixed, background) >= readable) return mixed;
  }
  return end;
}

export function mix(from: Hex, to: Hex, share: number): Hex {
  const b = channels(to);
  return `#${channels(from)
    .map((value, i) => Math.round(value + ((b[i] ?? 0) - value) * share))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(a: Hex, b: Hex): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: Hex): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channels(color: Hex): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
