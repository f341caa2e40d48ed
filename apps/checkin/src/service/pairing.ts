import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Door } from '../door.ts';
import { type DeviceIdentity, newDeviceSecret } from '../scan/device-token.ts';

const claimed = z.object({
  device: z.object({ id: z.uuid(), name: z.string(), canUndo: z.boolean() }),
  event: z.object({ id: z.uuid(), title: z.string(), timezone: z.string() }),
  gate: z.object({ id: z.uuid(), name: z.string() }).nullable(),
});

export type Pairing = z.infer<typeof claimed> & { deviceToken: string };

/** @returns null when the code is unknown, used or older than 15 minutes: no difference is told */
export async function pairDevice(door: Door, typed: string): Promise<Pairing | null> {
  const code = normalizePairingCode(typed);
  if (code === null) return null;
  const { secret, hash } = newDeviceSecret();
  const { rows } = await door.callers.query<{ pairing: unknown }>(
    'select app_private.claim_pairing($1, $2) as pairing',
    [createHash('sha256').update(code).digest(), hash],
  );
  if (rows[0]?.pairing == null) return null;
  const pairing = claimed.parse(rows[0].pairing);
  return { ...pairing, deviceToken: `${pairing.event.id}.${secret}` };
}

/** Ends a pairing from the device's side. @returns false when there was none */
export async function signOffDevice(door: Door, device: DeviceIdentity): Promise<boolean> {
  const { rows } = await door.callers.query<{ was_paired: boolean }>(
    'select app_private.sign_off_device($1) as was_paired',
    [Buffer.from(device.tokenHash, 'hex')],
  );
  return rows[0]?.was_paired ?? false;
}

/** 8 characters of Crockford's base32, read as kindly as ticket codes. */
export function normalizePairingCode(typed: string): string | null {
  if (typed.length > 64) return null;
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\p{Dash_Punctuation}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code) ? code : null;
}
