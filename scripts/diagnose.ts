import { styleText } from 'node:util';
import { type Finding, findings } from './checks/installation.ts';
import { describeError } from './launcher/problem.ts';

const mark: Record<Finding['state'], string> = {
  good: styleText('green', '✓'),
  note: styleText('yellow', '!'),
  bad: styleText('red', '✗'),
};

try {
  let bad = 0;
  for await (const { state, title, detail, remedy } of findings()) {
    console.log(`${mark[state]} ${title}${detail ? styleText('dim', `  ${detail}`) : ''}`);
    if (remedy) console.log(`    ${remedy}`);
    if (state === 'bad') bad += 1;
  }
  console.log(bad === 0 ? '\nNothing is wrong here.' : `\n${bad} to mend, see above.`);
  process.exit(bad === 0 ? 0 : 1);
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
