export interface Results {
  passed: number;
  /** One readable line each: where and what. */
  failed: string[];
  skipped: string[];
}

export const noResults = (): Results => ({ passed: 0, failed: [], skipped: [] });

export function addResults(a: Results, b: Results): Results {
  return {
    passed: a.passed + b.passed,
    failed: [...a.failed, ...b.failed],
    skipped: [...a.skipped, ...b.skipped],
  };
}

/** The last line of every test run; machines read it too, so its form is fixed. */
export function summaryLine({ passed, failed, skipped }: Results): string {
  const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed.length} failed${rest}`;
}

export function printResults(results: Results): void {
  printList('Failed', results.failed);
  printList('Skipped', results.skipped);
  console.log(`\n${summaryLine(results)}`);
}

function printList(title: string, lines: string[]): void {
  if (lines.length === 0) return;
  console.log(`\n${title}:`);
  for (const line of lines) console.log(`  ${line}`);
}
