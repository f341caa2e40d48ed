import { spawnSync } from 'node:child_process';

const module = JSON.stringify(new URL('../src/short-lived-objects.ts', import.meta.url).href);

/**
 * The same line makes what lives long, while a process starts, and then what 64 requests at a time need for a moment.
 * @returns megabytes that were made old of the 400 that were made
 */
function madeOld({ begin }: { begin: string }): number {
  const script = `
    import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    ${begin}
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const listen = (target) => ({ isDone: false, target });
    const kept = [];
    for (let round = 0; round < 20; round += 1) {
      for (let i = 0; i < 500; i += 1) kept.push(listen({ i }));
      gc({ type: 'minor' });
    }
    const used = () => getHeapSpaceStatistics().find((s) => s.space_name === 'old_space').space_used_size;
    const requests = [];
    let bytes = 0;
    let before = used();
    for (let i = 0; i < 2_000_000; i += 1) {
      requests[i % 64] = listen(new Array(20).fill(i));
      if (i % 1_000 > 0) continue;
      bytes += Math.max(0, used() - before);
      before = used();
    }
    process.stdout.write(String(bytes / 1e6));`;
  const { status, error, stdout, stderr } = spawnSync(
    process.execPath,
    [
      // V8 guesses once its young generation has all the room it may have: here soon.
      ...['--min-semi-space-size=2', '--max-semi-space-size=2'],
      // It compiles as it goes, not when a core is free: the same result every time.
      '--single-threaded',
      ...['--input-type=module', '-e', script],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0 || stderr) throw error ?? new Error(`${status}: ${stderr}`);
  return Number(stdout);
}

test('what a request needs for a moment is not made old', () => {
  const begin = `import { keepObjectsYoung } from ${module}; keepObjectsYoung();`;
  expect(madeOld({ begin })).toBeLessThan(10);
});

test('without that, V8 guesses wrong: when this fails, the guess and its remedy can go', () => {
  expect(madeOld({ begin: '' })).toBeGreaterThan(40);
});
