import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { isCommonPassword } from './common-passwords.ts';
import { passwordLength } from './passwords.ts';

const email = z
  .string('Enter your e-mail address.')
  .trim()
  .toLowerCase()
  .max(254, 'This is too long for an e-mail address.')
  .pipe(z.email('This is not an e-mail address.'));
const locale = z.enum(['en', 'de']).catch('en');
const token = z.string().max(200);
/** What is compared: anything goes, only its length is bounded. */
const givenPassword = z.string('Enter your password.').min(1, 'Enter your password.').max(1000);
const newPassword = z
  .string('Choose a password.')
  .min(passwordLength.min, `Use at least ${passwordLength.min} characters.`)
  .max(passwordLength.max, `Use at most ${passwordLength.max} characters.`);

const unguessable = (form: { password: string; email?: string; name?: string }) =>
  !isCommonPassword(form.password, [
    form.email ?? '',
    form.name ?? '',
    form.email?.split('@')[0] ?? '',
  ]);
const tooCommon = {
  path: ['password'],
  error: 'This password is among the first that are guessed. Choose another.',
};

export const forms = {
  signUp: z
    .object({
      email,
      password: newPassword,
      name: z
        .string('Enter your name.')
        .trim()
        .min(1, 'Enter your name.')
        .max(120, 'Use at most 120 characters.'),
      locale,
    })
    .refine(unguessable, tooCommon),
  signIn: z.object({ email, password: givenPassword }),
  verifyEmail: z.object({ token }),
  forgotPassword: z.object({ email, locale }),
  resetPassword: z.object({ token, password: newPassword }).refine(unguessable, tooCommon),
};

/** The form, or an error that names the first field and says what is wrong with each. */
export function readForm<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
  );
  throw new ApiError(400, 'INVALID_INPUT', parsed.error.issues[0]?.message ?? 'Not valid.', {
    hint: problems.join(' '),
  });
}
