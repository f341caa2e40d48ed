import 'server-only';
import { z } from 'zod';

/** Everything the web app reads from its environment, at run time, on the server only. */
const schema = z.object({
  NODE_ENV: z.string().default('development'),
  /** How this server reaches the API; inside a cluster that is not the public address. */
  API_URL: z.url().optional(),
  PUBLIC_API_URL: z.url(),
  PUBLIC_CHECKIN_URL: z.url(),
  PUBLIC_WEB_URL: z.url(),
  FOYER_STYLEGUIDE: z.enum(['0', '1']).default('0'),
});

const developmentDefaults = {
  PUBLIC_API_URL: 'http://localhost:4000',
  PUBLIC_CHECKIN_URL: 'http://localhost:4100',
  PUBLIC_WEB_URL: 'http://localhost:3000',
};

export type PublicConfig = { apiUrl: string; checkinUrl: string; webUrl: string };
export type ServerConfig = PublicConfig & { internalApiUrl: string; showStyleguide: boolean };

let parsed: ServerConfig | undefined;

/** Parsed once, on first use and not at build; an error names the variable. */
export function serverConfig(): ServerConfig {
  if (parsed) return parsed;
  const isProduction = process.env.NODE_ENV === 'production';
  const result = schema.safeParse(
    isProduction ? process.env : { ...developmentDefaults, ...process.env },
  );
  if (!result.success) {
    const problems = result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    throw new Error(`The web app's environment is not complete. ${problems}`);
  }
  const env = result.data;
  const trimmed = (url: string) => url.replace(/\/+$/, '');
  parsed = {
    apiUrl: trimmed(env.PUBLIC_API_URL),
    checkinUrl: trimmed(env.PUBLIC_CHECKIN_URL),
    webUrl: trimmed(env.PUBLIC_WEB_URL),
    internalApiUrl: trimmed(env.API_URL ?? env.PUBLIC_API_URL),
    showStyleguide: env.FOYER_STYLEGUIDE === '1' || !isProduction,
  };
  return parsed;
}

/** The part the browser may know. */
export function publicConfig(): PublicConfig {
  const { apiUrl, checkinUrl, webUrl } = serverConfig();
  return { apiUrl, checkinUrl, webUrl };
}
