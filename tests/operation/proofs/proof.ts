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
  /** May take a minute, and rings until it is mended: proven together with the others of the kind, of which it knows nothing. */
  isSlow?: boolean;
  /** How long it may take, where the product itself is slow by design. */
  ringsWithinMs?: number;
  restsWithinMs?: number;
  /** @returns what mends it */
  cause(scene: Scene): Promise<() => Promise<void>>;
};
