/** Joins class names; falsy ones fall away. Components take `className` for layout, not for looks. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
