import type { Scene } from './scene.ts';

export type Proof = {
  /** What goes wrong, as the test's name says it. */
  fault: string;
  /** Exactly these ring. */
  raises: string[];
  /** These may ring as well: what follows from the same fault, sooner or later. */
  mayRaise?: string[];
  /** Part of `npm test`; the others run in the long form. */
  isQuick?: boolean;
  /** Takes a minute by nature: proven together with the others that do, of which it knows nothing. */
  isSlow?: boolean;
  /** How long it may take, where the product itself is slow by design. */
  ringsWithinMs?: number;
  restsWithinMs?: number;
  /** @returns what mends it */
  cause(scene: Scene): Promise<() => Promise<void>>;
};
