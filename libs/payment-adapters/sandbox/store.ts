import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const line = z.object({ collection: z.string(), key: z.string(), value: z.unknown() });

/**
 * Everything the gateway knows, in memory and, with a directory, in an append-only journal of JSON
 * lines: the last line of a key is its value. A killed process loses nothing it has answered for;
 * half a last line is what it was about to write, and is dropped. Start rewrites the journal.
 */
export class Store {
  #collections = new Map<string, Map<string, unknown>>();
  #journal: number | undefined;
  /** What `together` will write, by collection and key. */
  #gathered: Map<string, () => string> | undefined;

  constructor(directory: string | null) {
    if (!directory) return;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'journal.jsonl');
    if (existsSync(path)) this.#read(path);
    this.#rewrite(path);
    this.#journal = openSync(path, 'a', 0o600);
  }

  /** One kind of thing. Values must survive JSON; whoever changes one puts it again. */
  collection<T>(name: string): Collection<T> {
    const values = (this.#collections.get(name) ?? new Map()) as Map<string, T>;
    this.#collections.set(name, values as Map<string, unknown>);
    return {
      get: (key) => values.get(key),
      values: () => [...values.values()],
      put: (key, value) => {
        values.set(key, value);
        const line = () => asLine(name, key, value);
        if (this.#gathered) this.#gathered.set(`${name} ${key}`, line);
        else this.#write([line]);
      },
    };
  }

  /** Everything put during `work`, which answers nobody, is written at its end in one piece. */
  together<T>(work: () => T): T {
    if (this.#gathered) return work();
    const gathered = new Map<string, () => string>();
    this.#gathered = gathered;
    try {
      return work();
    } finally {
      this.#gathered = undefined;
      this.#write([...gathered.values()]);
    }
  }

  /** Throws when the journal cannot be written any more. */
  check(): void {
    if (this.#journal !== undefined) fstatSync(this.#journal);
  }

  close(): void {
    if (this.#journal !== undefined) closeSync(this.#journal);
    this.#journal = undefined;
  }

  #write(lines: (() => string)[]): void {
    if (this.#journal === undefined || lines.length === 0) return;
    writeSync(this.#journal, lines.map((line) => line()).join(''));
  }

  #read(path: string): void {
    const lines = readFileSync(path, 'utf8').split('\n');
    const complete = lines.slice(0, -1);
    for (const [index, content] of complete.entries()) {
      const parsed = line.safeParse(parseJson(content));
      if (!parsed.success)
        throw new Error(`${path} is damaged in line ${index + 1}: remove it to begin anew`);
      const { collection, key, value } = parsed.data;
      const values = this.#collections.get(collection) ?? new Map<string, unknown>();
      this.#collections.set(collection, values.set(key, value));
    }
  }

  #rewrite(path: string): void {
    const lines: string[] = [];
    for (const [name, values] of this.#collections)
      for (const [key, value] of values) lines.push(asLine(name, key, value));
    writeFileSync(`${path}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
}

export type Collection<T> = {
  get(key: string): T | undefined;
  values(): T[];
  put(key: string, value: T): void;
};

function asLine(collection: string, key: string, value: unknown): string {
  return `${JSON.stringify({ collection, key, value })}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
