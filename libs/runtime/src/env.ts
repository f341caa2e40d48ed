import { z } from 'zod';

/** A service was started with variables it cannot run on. The message names each; it never shows a value. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
  readonly variables: string[];

  constructor(problems: { variable: string; problem: string }[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable}: ${problem}`);
    super(
      `The environment is not usable:\n${lines.join('\n')}\nEvery variable is explained in .env.example.`,
    );
    this.variables = problems.map(({ variable }) => variable);
  }
}

/**
 * Reads the environment once, at start. An empty string counts as unset, because that is what
 * `NAME=` in a compose file or a shell means. Throws EnvironmentError naming every wrong variable
 * at once, so that an operator fixes them in one go.
 */
export function parseEnv<S extends z.ZodObject>(
  schema: S,
  env: Record<string, string | undefined> = process.env,
): z.infer<S> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(
    parsed.error.issues.map((issue) => {
      const variable = String(issue.path[0] ?? 'environment');
      return { variable, problem: variable in given ? issue.message : 'is not set' };
    }),
  );
}

/** Shapes that several services share. */
export const envVariable = {
  nodeEnv: z.enum(['development', 'test', 'production']).default('development'),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  port: (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback),
  postgresUrl: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }),
  redisUrl: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' }),
  /** Without a trailing slash, so that `${url}/path` is always right. */
  httpUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .transform((url) => url.replace(/\/+$/, '')),
  secret: z.string().min(32, 'must have at least 32 characters'),
  /** `true`, `1`, `yes`, `on` and their opposites: never "any non-empty string". */
  flag: (fallback: boolean) => z.stringbool().default(fallback),
};
