export class InvalidKeyError extends Error {
  override name = 'InvalidKeyError';
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** Starts with a letter, digit or underscore: no hidden files, no `..`, nothing a shell or a URL reads specially. */
const segment = '[A-Za-z0-9_][A-Za-z0-9._-]{0,127}';
const pattern = new RegExp(`^org/${uuid}(/${segment}){1,6}$`);

/**
 * Every key says whose file it is: `org/<organization id>/…`. Keys come from our own code, but one
 * also arrives in the URL of a signed link, so they are checked wherever they enter.
 */
export function assertKey(key: string): string {
  if (!pattern.test(key)) throw new InvalidKeyError('not a storage key');
  return key;
}

/** `orgKey(orgId, 'tickets', `${registrationId}.pdf`)` */
export function orgKey(orgId: string, ...segments: string[]): string {
  return assertKey(['org', orgId, ...segments].join('/'));
}
