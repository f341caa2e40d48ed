import { withTimeout } from '@foyer/runtime';

export type Logo = { type: 'png' | 'jpeg'; bytes: Uint8Array } | { type: 'svg'; text: string };

export type LoadLogo = (url: string | null | undefined) => Promise<Logo | null>;

const mostBytes = 512 * 1024;
const timeoutMs = 3_000;

/**
 * Loads logos from our own addresses only (`origins`): an organizer must not make this server fetch
 * what it can reach and they cannot. A logo that cannot be had is no reason to send no ticket: null.
 */
export function createLogoLoader(options: { origins: string[]; webUrl: string }): LoadLogo {
  const origins = new Set(options.origins.map((url) => new URL(url).origin));
  const cache = new Map<string, Promise<Logo | null>>();
  return async (given) => {
    if (!given || !URL.canParse(given, options.webUrl)) return null;
    const url = new URL(given, options.webUrl);
    if (!origins.has(url.origin)) return null;
    const known = cache.get(url.href);
    if (known) return known;
    const loading = download(url).catch(() => null);
    // A few dozen organizations' logos at a time; what failed is tried again with the next ticket.
    if (cache.size >= 64) cache.clear();
    cache.set(url.href, loading);
    if (!(await loading)) cache.delete(url.href);
    return loading;
  };
}

async function download(url: URL): Promise<Logo | null> {
  const bytes = await withTimeout('loading a logo', timeoutMs, async (signal) => {
    const response = await fetch(url, { signal, redirect: 'error' });
    if (!response.ok || !response.body) return null;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size > mostBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  });
  return bytes && recognize(bytes);
}

/** By its first bytes, whatever its name and declared type say. */
export function recognize(bytes: Buffer): Logo | null {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')))
    return { type: 'png', bytes };
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return { type: 'jpeg', bytes };
  const text = bytes.toString('utf8');
  const isSvg = /^\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)?<svg[\s>]/.test(text);
  // No entities: a few nested ones expand to gigabytes.
  return isSvg && !/<!(DOCTYPE|ENTITY)/i.test(text) ? { type: 'svg', text } : null;
}

/** `Open Source Days` is OS: for organizations without a logo. */
export function initials(name: string): string {
  const words = name.split(/[\s–—-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = (word: string) => word.match(/[\p{L}\p{N}]\p{M}*/u)?.[0] ?? '';
  return words.slice(0, 2).map(first).join('').toLocaleUpperCase('und');
}
