import { styleText } from 'node:util';

/** How often a step that takes long says that it is still at it. */
const STILL_AT_IT_MS = 10_000;

/** Shows a step while it runs and how long it took. Without a terminal: plain lines. */
export async function step<T>(title: string, work: (say: Say) => Promise<T>): Promise<T> {
  const began = Date.now();
  let detail = '';
  const isLive = process.stdout.isTTY === true;
  const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
  let frame = 0;
  const draw = () => {
    const text = detail ? `${title}: ${detail}` : title;
    const room = (process.stdout.columns || 80) - 12;
    frame = (frame + 1) % frames.length;
    process.stdout.write(`\r\x1b[2K${frames[frame]} ${text.slice(0, room)} ${seconds(began)}`);
  };
  const timer = isLive
    ? setInterval(draw, 120)
    : setInterval(
        () => say(`  ${title}${detail && `: ${detail}`} … ${seconds(began)}`),
        STILL_AT_IT_MS,
      );
  const end = (mark: string) => {
    clearInterval(timer);
    if (isLive) process.stdout.write('\r\x1b[2K');
    say(`${mark} ${title}${detail && `: ${detail}`} ${styleText('dim', seconds(began))}`);
  };
  try {
    const result = await work((what) => {
      detail = what;
    });
    end(styleText('green', '✓'));
    return result;
  } catch (error) {
    end(styleText('red', '✗'));
    throw error;
  }
}

/** Not console.log, which Jest decorates with where it came from. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export type Say = (what: string) => void;

export function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
