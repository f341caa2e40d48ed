/** A measured figure, for people who read the run. Jest shows neither stdout nor a plain console. */
export function report(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
