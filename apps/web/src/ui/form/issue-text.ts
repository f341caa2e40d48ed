import type { TFunction } from 'i18next';
import type { core } from 'zod';

/**
 * What zod found, in words for people. A schema may say it better itself: a message of the form
 * `namespace:key` is translated, as in `z.string().refine(isRare, 'account:fields.passwordTooCommon')`.
 */
export function issueText(issue: core.$ZodRawIssue, t: TFunction<'common'>): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null || issue.input === '') {
        return t('validation.required');
      }
      if (issue.expected === 'number') return t('validation.number');
      if (issue.expected === 'int') return t('validation.integer');
      if (issue.expected === 'date') return t('validation.date');
      return t('validation.invalid');
    case 'too_small': {
      const count = Number(issue.minimum);
      if (issue.origin === 'string') {
        return count <= 1 || issue.input === ''
          ? t('validation.required')
          : t('validation.tooShort', { count });
      }
      if (issue.origin === 'array') return t('validation.tooFew', { count });
      return t('validation.tooSmall', { limit: String(issue.minimum) });
    }
    case 'too_big': {
      const count = Number(issue.maximum);
      if (issue.origin === 'string') return t('validation.tooLong', { count });
      if (issue.origin === 'array') return t('validation.tooMany', { count });
      return t('validation.tooBig', { limit: String(issue.maximum) });
    }
    case 'invalid_format':
      if (issue.input === '') return t('validation.required');
      if (issue.format === 'email') return t('validation.email');
      if (issue.format === 'url') return t('validation.url');
      if (issue.format === 'e164') return t('validation.phone');
      if (issue.format === 'datetime') return t('validation.date');
      return t('validation.invalid');
    case 'invalid_value':
      if (issue.values.length === 1 && issue.values[0] === true) return t('validation.accept');
      return issue.input === undefined || issue.input === ''
        ? t('validation.required')
        : t('validation.invalid');
    default:
      return t('validation.invalid');
  }
}

/** A message as it came from the resolver: already words, or a key that a schema chose. */
export function messageText(message: string | undefined, t: TFunction<'common'>): string {
  if (!message) return t('validation.invalid');
  return /^[a-z][\w-]*:[\w.-]+$/i.test(message)
    ? (t as unknown as (key: string) => string)(message)
    : message;
}
