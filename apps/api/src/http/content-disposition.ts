/**
 * RFC 6266: a plain name that old clients read, and the real one in UTF-8. No line break, quote or
 * path can get out of it.
 */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^A-Za-z0-9 ._-]/g, '_').slice(0, 150);
  const encoded = encodeURIComponent(fileName.slice(0, 150)).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
