import type { Viewer } from './world/viewers.ts';

/** What was found, each once, with everybody to whom it happens. */
export class Findings {
  readonly #who = new Map<string, Set<string>>();

  add(what: string, viewer: Pick<Viewer, 'name'>): void {
    const who = this.#who.get(what) ?? new Set();
    this.#who.set(what, who.add(viewer.name));
  }

  list(): string[] {
    return [...this.#who].map(([what, who]) => `${what} [${[...who].join(', ')}]`).sort();
  }
}
