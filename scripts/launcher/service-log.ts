import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

/** A log larger than this moves aside (one generation) when its service starts. */
const ROTATE_BYTES = 20 * 1024 * 1024;
const POLL_MS = 400;

export interface ServiceLog {
  path: string;
  /** For the child's stdout and stderr: a file, so the child never depends on the launcher. */
  fd: number;
  /** Size of the file when the service started: what stands before is older. */
  startOffset: number;
}

export function openServiceLog(stateDir: string, name: string): ServiceLog {
  const dir = join(stateDir, 'logs');
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${name}.log`);
  if (existsSync(path) && statSync(path).size > ROTATE_BYTES) renameSync(path, `${path}.1`);
  const fd = openSync(path, 'a', 0o600);
  return { path, fd, startOffset: fstatSync(fd).size };
}

/** The last lines a service wrote since it started, made readable. */
export function lastLines(log: ServiceLog, count = 15): string[] {
  const text = readFileSync(log.path).subarray(log.startOffset).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .map((line) => readableLine(line));
}

/** Calls back with every warning and error a service logs from now on. Returns a stop function. */
export function followWarnings(log: ServiceLog, onWarning: (line: string) => void): () => void {
  const fd = openSync(log.path, 'r');
  let offset = log.startOffset;
  let rest = '';
  const timer = setInterval(() => {
    const { size } = fstatSync(fd);
    if (size <= offset) return;
    const chunk = Buffer.alloc(Math.min(size - offset, 256 * 1024));
    offset += readSync(fd, chunk, 0, chunk.length, offset);
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (isWarning(line)) onWarning(readableLine(line, false));
  }, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    closeSync(fd);
  };
}

/** Our services say their level as JSON, everything else in words of its own. */
function isWarning(line: string): boolean {
  const level = parsePino(line)?.level;
  if (typeof level === 'string') return ['warn', 'error', 'fatal'].includes(level);
  return /\b(PANIC|FATAL)\b|^\s*(⨯|Error:)|uncaught/i.test(line);
}

/** Without the stack a warning stays one or two lines; the log has it. */
function readableLine(line: string, hasStack = true): string {
  const entry = parsePino(line);
  if (!entry) return line;
  const error = (entry.err ?? entry.error) as { message?: string; stack?: string } | undefined;
  const detail = (hasStack && error?.stack) || error?.message || '';
  const request = entry.requestId ? ` (request ${entry.requestId})` : '';
  return [`${entry.msg ?? ''}${request}`, detail].filter(Boolean).join('\n    ');
}

function parsePino(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
