import { generateAll } from './checks/generated-files.ts';
import { describeError } from './launcher/problem.ts';
import { step } from './launcher/progress.ts';

try {
  await step('Generated files', (say) => generateAll(say));
  process.exit(0);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
