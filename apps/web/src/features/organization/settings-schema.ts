import { z } from 'zod';

const picture = z
  .string()
  .trim()
  .max(2000)
  .regex(/^(https:\/\/\S+|\/\S*)?$/, 'organization:settings.pictureRule');
const color = z
  .string()
  .trim()
  .regex(/^#[0-9a-fA-F]{6}$/, 'organization:settings.colorRule');

/** Limits are those of the tables `organizations` and `org_branding`. */
export const settingsSchema = z.object({
  name: z.string().trim().min(1).max(120),
  tagline: z.string().trim().max(200),
  description: z.string().trim().max(5000),
  websiteUrl: z
    .string()
    .trim()
    .max(2000)
    .regex(/^(https?:\/\/\S+)?$/, 'organization:settings.websiteRule'),
  logoUrl: picture,
  coverImageUrl: picture,
  primary: color,
  accent: color,
  termsOfService: z.string().trim().max(100_000),
  privacyPolicy: z.string().trim().max(100_000),
});
export type Settings = z.infer<typeof settingsSchema>;

/** `org_branding.colors`: what we edit, and whatever else is kept there. */
export const storedColors = z
  .looseObject({ primary: z.string().optional(), accent: z.string().optional() })
  .catch({});
