import { type NextRequest, NextResponse } from 'next/server';
import { publicConfig } from './lib/config/server.ts';
import { contentSecurityPolicy } from './lib/content-security-policy.ts';

/**
 * Before every page: a fresh nonce and the policy that carries it, and a request id in and out.
 * Scripts and styles have nonces of their own, because the style nonce is known to the page (the
 * dialog library needs it to lock scrolling) and must not open the door for scripts.
 */
export function proxy(request: NextRequest) {
  const scriptNonce = btoa(crypto.randomUUID());
  const styleNonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({
    scriptNonce,
    styleNonce,
    config: publicConfig(),
    isDevelopment: process.env.NODE_ENV === 'development',
  });
  const requestId = incomingRequestId(request) ?? crypto.randomUUID();

  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  headers.set('x-style-nonce', styleNonce);
  headers.set('x-request-id', requestId);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-request-id', requestId);
  return response;
}

function incomingRequestId(request: NextRequest): string | null {
  const value = request.headers.get('x-request-id');
  return value && /^[\w.:-]{1,128}$/.test(value) ? value : null;
}

export const config = {
  // Not for files and probes, which have no scripts and should stay cheap.
  matcher: [
    '/((?!_next/static|_next/image|health/|metrics|.*\\.(?:svg|png|jpg|webp|ico|txt|webmanifest)$).*)',
  ],
};
