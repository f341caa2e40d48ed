import { addResults, noResults, summaryLine } from '../test-runner/results.ts';

test('the summary says passed and failed, and skipped only when there are any', () => {
  expect(summaryLine({ passed: 12, failed: [], skipped: [] })).toBe('12 passed, 0 failed');
  expect(summaryLine({ passed: 1, failed: ['a'], skipped: ['b', 'c'] })).toBe(
    '1 passed, 1 failed, 2 skipped',
  );
});

test('results of several runners add up', () => {
  const sum = addResults(
    { passed: 2, failed: ['a'], skipped: [] },
    { ...noResults(), passed: 3, skipped: ['b'] },
  );

  expect(sum).toEqual({ passed: 5, failed: ['a'], skipped: ['b'] });
});
