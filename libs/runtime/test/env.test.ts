import { z } from 'zod';
import { EnvironmentError, envVariable, parseEnv } from '../src/index.ts';

const schema = z.object({
  API_PORT: envVariable.port(4000),
  REDIS_URL: envVariable.redisUrl,
  FOYER_SECRET: envVariable.secret,
  PUBLIC_WEB_URL: envVariable.httpUrl,
  ALLOW: envVariable.flag(false),
});
const good = {
  REDIS_URL: 'redis://127.0.0.1:63790',
  FOYER_SECRET: 'x'.repeat(32),
  PUBLIC_WEB_URL: 'https://tickets.example/',
};

test('parseEnv coerces, fills defaults and drops a trailing slash of URLs', () => {
  expect(parseEnv(schema, { ...good, API_PORT: '4001' })).toEqual({
    ...good,
    API_PORT: 4001,
    PUBLIC_WEB_URL: 'https://tickets.example',
    ALLOW: false,
  });
});

test('parseEnv names every wrong variable at once and shows no value', () => {
  const run = () =>
    parseEnv(schema, { ...good, API_PORT: '99999', REDIS_URL: 'http://hunter2', FOYER_SECRET: '' });
  expect(run).toThrow(EnvironmentError);
  try {
    run();
  } catch (err) {
    const { message, variables } = err as EnvironmentError;
    expect(variables.sort()).toEqual(['API_PORT', 'FOYER_SECRET', 'REDIS_URL']);
    expect(message).toContain('FOYER_SECRET: is not set');
    expect(message).toContain('REDIS_URL: must be a redis:// URL');
    expect(message).not.toContain('hunter2');
  }
});

test('a flag that says false is false', () => {
  expect(parseEnv(schema, { ...good, ALLOW: 'false' }).ALLOW).toBe(false);
  expect(parseEnv(schema, { ...good, ALLOW: '1' }).ALLOW).toBe(true);
  expect(() => parseEnv(schema, { ...good, ALLOW: 'maybe' })).toThrow(/ALLOW/);
});
