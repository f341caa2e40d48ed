import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** What a client sent, as the shape says; or INVALID_INPUT with what is wrong where. */
export function parseInput<T extends z.ZodType>(
  shape: T,
  raw: unknown,
  message: string,
): z.output<T> {
  const { success, data, error } = shape.safeParse(raw);
  if (success) return data;
  throw new ApiError(400, 'INVALID_INPUT', message, {
    hint: error.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ')
      .slice(0, 500),
  });
}
