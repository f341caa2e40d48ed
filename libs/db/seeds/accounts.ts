import { world } from './world/index.ts';

export type DemoSignIn = {
  role: 'owner' | 'admin' | 'staff' | 'attendee';
  name: string;
  email: string;
  password: string;
  /** Null for somebody who only buys tickets. */
  organization: string | null;
  locale: 'en' | 'de';
  /** For the list that is printed at the start. */
  who: string;
};

/** The same for all of them; only the demo world has such accounts. */
export const demoPassword = 'open-the-doors';

export const demoAttendee = {
  role: 'attendee',
  name: 'Leyla Brandt',
  email: 'attendee@foyer.example',
  password: demoPassword,
  organization: null,
  locale: 'en',
  who: 'attendee with tickets',
} as const satisfies DemoSignIn;

/** Every account one can sign in with after seeding. */
export const demoSignIns: DemoSignIn[] = [
  ...world.flatMap((organization) =>
    organization.team.map(({ role, name, email, locale = 'en' }) => ({
      role,
      name,
      email,
      password: demoPassword,
      organization: organization.name,
      locale,
      who: `${role} of ${organization.name}`,
    })),
  ),
  demoAttendee,
];
