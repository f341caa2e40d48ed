import { z } from 'zod';

const email = z.string().trim().max(254).pipe(z.email());
const name = z.string().trim().min(1).max(120);
/** The API's own limits; it also refuses the passwords that are guessed first. */
const newPassword = z.string().min(10).max(200);

export const signInSchema = z.object({ email, password: z.string().min(1).max(1000) });
export const signUpSchema = z.object({ name, email, password: newPassword });
export const forgotPasswordSchema = z.object({ email });
export const resetPasswordSchema = z.object({ password: newPassword });
export const profileSchema = z.object({ name, locale: z.enum(['en', 'de']) });
