import { parseArgs } from 'node:util';
import { Problem } from '../launcher/problem.ts';

export interface TestOptions {
  /** Parts of paths for Jest; undefined means all, an empty list none. */
  jestFilters?: string[];
  /** Parts of paths for Playwright; undefined means all, an empty list none. */
  browserFilters?: string[];
  namePattern?: string;
  hasBrowser: boolean;
  /** The fault suite in its long form, alone. */
  isFaults: boolean;
  /** How long each of its files that repeats itself does so, however long that makes it. */
  repeatSeconds?: number;
}

const USAGE = `npm test                          everything
npm test -- <part of a path> …    only the tests whose path matches
npm test -- -t "<name>"           only the tests whose name matches
npm test -- --no-browser          without the journeys in the browser
npm run test:faults               the fault suite in its long form, in at most 15 minutes
npm run test:faults -- --seconds 1200 tests/faults/soak    one that repeats itself, for so long

FOYER_TEST_SEED repeats what tests drew by chance; each run prints its own.`;

/** What has a long form: faults, the alerts they raise, and tenants whose connections are shared. */
const longForm = ['tests/faults', 'tests/operation', 'tests/isolation/pooled'];

export function parseTestOptions(args: string[]): TestOptions {
  const { values, positionals } = parse(args);
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const isJourney = (filter: string) => filter.includes('e2e') || filter.endsWith('.spec.ts');
  const hasPaths = positionals.length > 0;
  const isFaults = values.faults ?? false;
  if (isFaults) {
    return {
      jestFilters: hasPaths ? positionals : longForm,
      browserFilters: [],
      namePattern: values.name,
      hasBrowser: false,
      isFaults,
      repeatSeconds: secondsOf(values.seconds),
    };
  }
  return {
    jestFilters: hasPaths ? positionals.filter((filter) => !isJourney(filter)) : undefined,
    // A name alone means a Jest test: journeys are few and have files of their own.
    browserFilters: hasPaths ? positionals.filter(isJourney) : values.name ? [] : undefined,
    namePattern: values.name,
    hasBrowser: !values['no-browser'],
    isFaults,
  };
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text))
    throw new Problem(`--seconds takes a whole number of seconds, not "${text}".\n\n${USAGE}`);
  return Number(text);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'no-browser': { type: 'boolean' },
        faults: { type: 'boolean' },
        seconds: { type: 'string' },
        name: { type: 'string', short: 't' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n\n${USAGE}`);
  }
}
