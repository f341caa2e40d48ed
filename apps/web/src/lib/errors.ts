import type { Failure, FailureCode } from './result.ts';

/** Any `t` of ours: they all reach the shared namespace, only their other keys differ. */
type AnyTranslator = (key: never) => unknown;

/** A sentence for people, in their language. A screen may say it better for some codes. */
export function failureText(
  failure: Pick<Failure, 'code'>,
  t: AnyTranslator,
  better: Partial<Record<FailureCode, string>> = {},
): string {
  return better[failure.code] ?? (t as (key: string) => string)(`common:errors.${failure.code}`);
}
