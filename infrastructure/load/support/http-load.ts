import { runApart } from './apart.ts';
import type { LoadPlan, LoadReport } from './load-client.ts';

/** Runs clients in a process of their own; one that shared ours would measure itself. */
export const loadApart = (plan: LoadPlan): Promise<LoadReport> =>
  runApart(import.meta.resolve('./load-client.ts'), plan);
