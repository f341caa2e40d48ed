/** A key for one intended mutation: keep it while retrying the same wish, make a new one for a new wish. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}

/** `Zürich Jazz Nights 2026` to `zurich-jazz-nights-2026`: a proposal for a web address. */
export function slugify(text: string): string {
  return text
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}
