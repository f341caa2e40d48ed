import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const workspaceRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The headers that do not change from request to request; the content security policy is in `src/proxy.ts`. */
const securityHeaders = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'strict-origin-when-cross-origin' },
  { key: 'x-frame-options', value: 'DENY' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  // The door scanner needs the camera; nothing else is used.
  {
    key: 'permissions-policy',
    value: 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
  },
];

const config: NextConfig = {
  // TypeScript source inside the workspace.
  transpilePackages: ['@foyer/types', '@foyer/ticket-token'],
  turbopack: { root: workspaceRoot },
  outputFileTracingRoot: workspaceRoot,
  // The container image wants a self-contained server; `next start` wants the ordinary build.
  output: process.env.FOYER_STANDALONE_BUILD === '1' ? 'standalone' : undefined,
  poweredByHeader: false,
  reactStrictMode: true,
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
};

export default config;
