import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKillPoint } from '../src/kill-point.ts';

const deadAt = (env: Record<string, string>) => {
  const deaths: string[] = [];
  const killPoint = createKillPoint(env, (name) => deaths.push(name));
  return { deaths, killPoint };
};

test('a process dies at the point it was told, at the time it was told, and nowhere else', () => {
  const first = deadAt({ FOYER_KILL_POINT: 'here' });
  for (const name of ['there', 'here', 'here']) first.killPoint(name);
  expect(first.deaths).toEqual(['here']);

  const third = deadAt({ FOYER_KILL_POINT: 'here:3' });
  for (let i = 0; i < 2; i += 1) third.killPoint('here');
  expect(third.deaths).toEqual([]);
  third.killPoint('here');
  expect(third.deaths).toEqual(['here']);

  const none = deadAt({});
  none.killPoint('here');
  expect(none.deaths).toEqual([]);
});

test('a point in a file may be named while the process runs, and strikes once', () => {
  const dir = mkdtempSync(join(tmpdir(), 'foyer-kill-'));
  const file = join(dir, 'point');
  const { deaths, killPoint } = deadAt({ FOYER_KILL_POINT: file });
  killPoint('here');
  writeFileSync(file, 'here:2\n');
  killPoint('there');
  killPoint('here');
  expect(deaths).toEqual([]);
  killPoint('here');
  killPoint('here');
  expect(deaths).toEqual(['here']);
  expect(existsSync(file)).toBe(false);
  rmSync(dir, { recursive: true });
});

test('production refuses kill points unless a second variable says that dying is meant', () => {
  const production = { NODE_ENV: 'production', FOYER_KILL_POINT: 'here' };
  expect(() => deadAt(production)).toThrow('FOYER_KILL_POINT is set in production');
  const meant = { ...production, FOYER_ALLOW_KILL_POINT_IN_PRODUCTION: 'yes-kill-this-process' };
  expect(() => deadAt(meant)).not.toThrow();
  expect(() => deadAt({ NODE_ENV: 'production' })).not.toThrow();
});

test('dying is a SIGKILL that says so first and lets nothing run after it', () => {
  const script = `
    const { killPoint } = await import(${JSON.stringify(new URL('../src/kill-point.ts', import.meta.url).href)});
    process.on('exit', () => console.log('said goodbye'));
    killPoint('there');
    console.log('alive');
    killPoint('here');
    console.log('still alive');`;
  const { signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script],
    { encoding: 'utf8', env: { PATH: process.env.PATH, FOYER_KILL_POINT: 'here' } },
  );
  expect(signal).toBe('SIGKILL');
  expect(stdout).toBe('alive\n');
  expect(JSON.parse(stderr)).toMatchObject({ killPoint: 'here', msg: 'killed at a kill point' });
});
