import { contentSecurityPolicy } from './content-security-policy.ts';

const config = {
  apiUrl: 'https://api.foyer.example/base',
  checkinUrl: 'https://door.foyer.example',
  webUrl: 'https://foyer.example',
};
const policy = (change: Partial<Parameters<typeof contentSecurityPolicy>[0]> = {}) =>
  new Map(
    contentSecurityPolicy({
      scriptNonce: 'S',
      styleNonce: 'T',
      config,
      isDevelopment: false,
      ...change,
    })
      .split('; ')
      .map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values] as const;
      }),
  );

test('scripts run by nonce only, and the style nonce is not theirs', () => {
  const scripts = policy().get('script-src');
  expect(scripts).toContain("'nonce-S'");
  expect(scripts).not.toContain("'nonce-T'");
  expect(scripts).not.toContain("'unsafe-inline'");
  expect(scripts).not.toContain("'unsafe-eval'");
  expect(policy().get('style-src-elem')).toEqual(["'self'", "'nonce-T'"]);
});

test('the page talks to its own installation and nobody else', () => {
  expect(policy().get('connect-src')).toEqual([
    "'self'",
    'https://api.foyer.example',
    'https://door.foyer.example',
    'wss://api.foyer.example',
  ]);
  expect(policy().get('img-src')).toEqual([
    "'self'",
    'data:',
    'blob:',
    'https://api.foyer.example',
  ]);
  expect(policy().get('frame-ancestors')).toEqual(["'none'"]);
  expect(policy().get('object-src')).toEqual(["'none'"]);
});

test('insecure requests are upgraded on https and left alone on a local http installation', () => {
  expect(policy().has('upgrade-insecure-requests')).toBe(true);
  const local = policy({ config: { ...config, webUrl: 'http://localhost:3000' } });
  expect(local.has('upgrade-insecure-requests')).toBe(false);
});
