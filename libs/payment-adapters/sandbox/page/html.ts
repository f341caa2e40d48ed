/** Markup that is safe to send. Only `html` makes it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

type Value = Html | string | number | false | null | undefined | Value[];

/**
 * A template in which every value is escaped, unless it is itself made by `html`. Values belong into
 * text or into quoted attributes, never into scripts, styles or unquoted attributes.
 */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(
    strings.reduce((markup, part, index) => markup + render(values[index - 1]) + part),
  );
}

/** For text of our own that must not be escaped: the style sheet and the script. */
export const trusted = (markup: string) => new Html(markup);

function render(value: Value): string {
  if (value instanceof Html) return value.markup;
  if (Array.isArray(value)) return value.map(render).join('');
  if (value === null || value === undefined || value === false) return '';
  return escaped(String(value));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
