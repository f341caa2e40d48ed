import type { PublicConfig } from './config/server.ts';

/** What a page may load and talk to: this site, the API, the check-in service, nobody else. */
export function contentSecurityPolicy({
  scriptNonce,
  styleNonce,
  config,
  isDevelopment,
}: {
  scriptNonce: string;
  styleNonce: string;
  config: PublicConfig;
  isDevelopment: boolean;
}): string {
  const api = new URL(config.apiUrl).origin;
  const checkin = new URL(config.checkinUrl).origin;
  const socket = api.replace(/^http/, 'ws');
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': [
      "'self'",
      `'nonce-${scriptNonce}'`,
      "'strict-dynamic'",
      // The door scanner may decode in WebAssembly; it compiles code, it does not evaluate text.
      "'wasm-unsafe-eval'",
      // React's development build evaluates to show server stacks.
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    // A nonce would switch 'unsafe-inline' off, which the development overlay needs.
    'style-src-elem': isDevelopment
      ? ["'self'", "'unsafe-inline'"]
      : ["'self'", `'nonce-${styleNonce}'`],
    // Style attributes: an organization's colours, the width of a bar.
    'style-src-attr': ["'unsafe-inline'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', api],
    'font-src': ["'self'"],
    'connect-src': ["'self'", api, checkin, socket, ...(isDevelopment ? ['ws:'] : [])],
    'media-src': ["'self'", 'blob:'],
    'worker-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'frame-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  const text = Object.entries(directives).map(([name, values]) => `${name} ${values.join(' ')}`);
  if (config.webUrl.startsWith('https:')) text.push('upgrade-insecure-requests');
  return text.join('; ');
}
