/**
 * What a line may tell of an error beside its message and stack. All else is left out, because drivers and SDKs put
 * there what they were given: ioredis a command's arguments, pg the row (`detail`) or text (`where`) it stumbled
 * over, SDKs the request and its answer, mailers addresses.
 */
const told = new Set([
  'code',
  'errno',
  'syscall',
  'severity',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'routine',
  'hint',
  'status',
  'statusCode',
  'responseCode',
  'requestId',
]);

/** Deeper than errors are wrapped; an error may hold itself. */
const deepest = 4;

const isErrorLike = (value: unknown): value is Error =>
  typeof (value as { message?: unknown } | null | undefined)?.message === 'string';

/** An error as a log shows it, with its causes and the errors it holds. */
export function loggedError(error: unknown, depth = 0): unknown {
  if (!isErrorLike(error)) return error;
  const { name, message, stack, cause, errors } = error as Error & { errors?: unknown };
  // The last two are no properties that are listed, as their constructors make them.
  const held = { ...error, cause, errors };
  const fields = Object.entries(held).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'command') return [[key, commandName(value)]];
    if (told.has(key) && typeof value !== 'object') return [[key, value]];
    if (depth === deepest) return [];
    if (isErrorLike(value)) return [[key, loggedError(value, depth + 1)]];
    const listed = Array.isArray(value) ? value.filter(isErrorLike) : [];
    return listed.length > 0 ? [[key, listed.map((one) => loggedError(one, depth + 1))]] : [];
  });
  return { type: error.constructor?.name ?? name, message, stack, ...Object.fromEntries(fields) };
}

/** Of Redis ({name, args}) or SMTP. */
function commandName(command: unknown): unknown {
  return typeof command === 'string' ? command : (command as { name?: unknown } | null)?.name;
}
