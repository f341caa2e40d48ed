import { randomUUID } from 'node:crypto';
import type pg from 'pg';

type Client = pg.Pool | pg.PoolClient;
export type TestUser = { id: string; email: string; name: string };
export type TestOrganization = { id: string; slug: string; name: string };

/** A person with a verified address. */
export async function insertUser(
  admin: Client,
  overrides: Partial<TestUser> & { isVerified?: boolean } = {},
): Promise<TestUser> {
  const user = {
    id: randomUUID(),
    email: `${randomUUID().slice(0, 8)}@example.org`,
    name: 'Ada Lovelace',
    ...overrides,
  };
  await admin.query(
    `insert into app_public.users (id, email, name, email_verified_at) values ($1, $2, $3, $4)`,
    [user.id, user.email, user.name, overrides.isVerified === false ? null : new Date()],
  );
  return user;
}

/** An organization with its branding and, for each role named, a member. */
export async function insertOrganization(
  admin: Client,
  overrides: Partial<TestOrganization> & {
    members?: Record<string, 'owner' | 'admin' | 'staff'>;
  } = {},
): Promise<TestOrganization> {
  const { members = {}, ...fields } = overrides;
  const organization = {
    id: randomUUID(),
    slug: `org-${randomUUID().slice(0, 8)}`,
    name: 'Analytical Society',
    ...fields,
  };
  await admin.query('insert into app_public.organizations (id, slug, name) values ($1, $2, $3)', [
    organization.id,
    organization.slug,
    organization.name,
  ]);
  await admin.query('insert into app_public.org_branding (org_id) values ($1)', [organization.id]);
  for (const [userId, role] of Object.entries(members)) {
    await admin.query(
      'insert into app_public.org_members (org_id, user_id, role) values ($1, $2, $3)',
      [organization.id, userId, role],
    );
  }
  return organization;
}
