import * as z from 'zod/mini';

// The small zod: signing in is on the way of people who are in a hurry.
const email = z.pipe(z.string().check(z.trim(), z.maxLength(254)), z.email());
const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));
/** The API's own limits; it also refuses the passwords that are guessed first. */
const newPassword = z.string().check(z.minLength(10), z.maxLength(200));

export const signInSchema = z.object({
  email,
  password: z.string().check(z.minLength(1), z.maxLength(1000)),
});
export const signUpSchema = z.object({ name, email, password: newPassword });
export const forgotPasswordSchema = z.object({ email });
export const resetPasswordSchema = z.object({ password: newPassword });
export const profileSchema = z.object({ name, locale: z.enum(['en', 'de']) });
