import { z } from 'zod';
import { invalidRequest } from './errors.ts';

/** Form values are strings; Stripe refuses what it does not know, and so do we. */
const integer = z
  .string()
  .regex(/^-?\d{1,12}$/, 'Invalid integer')
  .transform(Number);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const expand = z.array(z.string()).default([]);
const webUrl = z.url({ protocol: /^https?$/, error: 'Not a valid URL' }).max(5000);

export const createSessionParams = z.strictObject({
  mode: z.literal('payment'),
  ui_mode: z.literal('hosted_page').default('hosted_page'),
  line_items: z
    .array(
      z.strictObject({
        quantity: integer.refine((n) => n >= 1, 'This value must be greater than or equal to 1.'),
        price_data: z.strictObject({
          currency: z.string().regex(/^[a-z]{3}$/i, 'Invalid currency'),
          unit_amount: integer.refine((n) => n >= 0 && n <= 99_999_999, 'Invalid integer'),
          product_data: z.strictObject({
            name: z.string().min(1).max(5000),
            description: z.string().max(40_000).optional(),
          }),
        }),
      }),
    )
    .min(1),
  branding_settings: z.strictObject({ display_name: z.string().min(1) }).optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.email('Invalid email address').optional(),
  success_url: webUrl,
  cancel_url: webUrl.optional(),
  locale: z.string().max(10).default('auto'),
  expires_at: integer.optional(),
  allowed_payment_method_types: z.array(z.string()).optional(),
  adaptive_pricing: z.strictObject({ enabled: flag }).optional(),
  submit_type: z.enum(['auto', 'book', 'donate', 'pay']).optional(),
  metadata,
  payment_intent_data: z
    .strictObject({ metadata, description: z.string().max(1000).optional() })
    .prefault({}),
  expand,
});
export type CreateSessionParams = z.infer<typeof createSessionParams>;

export const createRefundParams = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: integer.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata,
  expand,
});
export type CreateRefundParams = z.infer<typeof createRefundParams>;

export const cancelIntentParams = z.strictObject({
  cancellation_reason: z
    .enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'])
    .optional(),
  expand,
});

export const expandOnly = z.strictObject({ expand });

export const listParams = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  limit: integer.refine((n) => n >= 1 && n <= 100, 'Invalid integer').default(10),
  starting_after: z.string().optional(),
  created: z.strictObject({ gte: integer }).optional(),
  expand,
});

/** Throws Stripe's 400 for the first thing that is wrong. */
export function readParams<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const param = paramName([...path, issue.keys[0] ?? '']);
    throw invalidRequest(`Received unknown parameter: ${param}`, {
      code: 'parameter_unknown',
      param,
    });
  }
  const param = paramName(path);
  const value = path.reduce<unknown>(
    (at, key) => (at && typeof at === 'object' ? Reflect.get(at, key) : undefined),
    given ?? {},
  );
  if (value === undefined)
    throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  const message = issue?.message ?? 'Invalid value';
  throw invalidRequest(`${message}: ${String(value).slice(0, 100)}`, {
    param,
    code: codeOf(message),
  });
}

function codeOf(message: string): string {
  if (message === 'Not a valid URL') return 'url_invalid';
  if (message === 'Invalid email address') return 'email_invalid';
  return message === 'Invalid integer' ? 'parameter_invalid_integer' : 'parameter_invalid_value';
}

function paramName(path: PropertyKey[]): string {
  const [first = '', ...rest] = path.map(String);
  return first + rest.map((key) => `[${key}]`).join('');
}
