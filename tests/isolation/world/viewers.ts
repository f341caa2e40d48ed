import type { Claims } from '@foyer/db';
import { type Side, sides } from './canaries.ts';
import type { Plant } from './plant.ts';

export type Role = 'owner' | 'admin' | 'staff' | 'attendee';
export type Viewer = {
  name: string;
  /** Null for nobody. */
  side: Side | null;
  role: Role | null;
  /** Holds the link of a guest's registration for the draft event. */
  isGuest: boolean;
  /** Holds a private link of the unlisted event. */
  link: 'plain' | 'unlocking' | null;
  claims: Claims;
};

/** Everybody who might look: nobody in particular, and each kind of person of either tenant. */
export function viewersOf(plant: Plant): Viewer[] {
  const value = (
    side: Side,
    table: string,
    variant: string,
    column: string,
    world = null as never,
  ) => plant.find(side, `app_public.${table}`, world, variant).values[column] as string;
  const nobody = { side: null, role: null, isGuest: false, link: null } as const;
  return [
    { ...nobody, name: 'anonymous', claims: {} },
    ...sides.flatMap((side): Viewer[] => [
      ...(['owner', 'admin', 'staff', 'attendee'] as const).map((role) => ({
        ...nobody,
        name: `${side}'s ${role}`,
        side,
        role,
        claims: { userId: value(side, 'users', role, 'id') },
      })),
      {
        ...nobody,
        name: `${side}'s guest`,
        side,
        isGuest: true,
        claims: { registrationId: value(side, 'registrations', 'guest', 'id', 'draft' as never) },
      },
      ...(['plain', 'unlocking'] as const).map((link) => ({
        ...nobody,
        name: `${side}'s ${link} private link`,
        side,
        link,
        claims: { eventLink: value(side, 'event_links', link, 'token', 'unlisted' as never) },
      })),
    ]),
  ];
}
