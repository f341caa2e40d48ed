import { z } from 'zod';
import type { RoomSettingsFragment } from '@/gql/graphql';

const instant = z.string().nullable();

/** Limits are those of the table `waiting_rooms`. */
export const roomSchema = z
  .object({
    mode: z.enum(['auto', 'always', 'off']),
    opensAt: instant,
    closesAt: instant,
    admitPerMinute: z.number().int('common:validation.integer').min(1).max(600_000),
    admissionMinutes: z.number().int('common:validation.integer').min(2).max(60),
    requiresAccount: z.boolean(),
    proofOfWork: z.enum(['auto', 'always', 'off']),
  })
  .superRefine(({ opensAt, closesAt }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message: `waiting-room:errors.${message}` });
    if (closesAt !== null && opensAt === null) return refuse('opensAt', 'opensMissing');
    if (closesAt !== null && Date.parse(closesAt) <= Date.parse(opensAt ?? ''))
      refuse('closesAt', 'closesAfterOpens');
  });

export type RoomSettings = z.infer<typeof roomSchema>;

/** How an event without settings of its own meets a crowd. */
export const defaultSettings: RoomSettings = {
  mode: 'auto',
  opensAt: null,
  closesAt: null,
  admitPerMinute: 3000,
  admissionMinutes: 10,
  requiresAccount: false,
  proofOfWork: 'auto',
};

export function toSettings(stored: RoomSettingsFragment | null | undefined): RoomSettings {
  if (!stored) return defaultSettings;
  const { id, ...settings } = stored;
  return settings;
}

/**
 * Back from open to waiting for a crowd, now: a schedule that is running ends with it, or the room
 * would be open again at once.
 */
export function closedButReady(settings: RoomSettings, now: Date): RoomSettings {
  const { opensAt, closesAt } = settings;
  const isRunning =
    opensAt !== null &&
    Date.parse(opensAt) < now.getTime() &&
    (closesAt === null || Date.parse(closesAt) > now.getTime());
  return { ...settings, mode: 'auto', ...(isRunning ? { closesAt: now.toISOString() } : {}) };
}
