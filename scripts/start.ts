import { launch } from './launcher/launch.ts';
import { describeError } from './launcher/problem.ts';

try {
  await launch({ isDev: false });
} catch (error) {
  console.error(`\n${describeError(error)}`);
  process.exit(1);
}
