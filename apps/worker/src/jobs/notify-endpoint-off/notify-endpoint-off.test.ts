import { insertOrganization, insertUser } from '@foyer/testing';
import { createWorkerHarness } from '../../../test/worker-harness.ts';

let harness: Awaited<ReturnType<typeof createWorkerHarness>>;
beforeAll(async () => {
  harness = await createWorkerHarness();
});
afterAll(() => harness.close());

/** An endpoint, switched off, and those who run its organization. */
async function switchedOff(because: 'gone' | 'failing' | 'staff') {
  const { admin } = harness.pools;
  const [owner, staff] = [await insertUser(admin), await insertUser(admin)];
  const { id: orgId } = await insertOrganization(admin, {
    members: { [owner.id]: 'owner', [staff.id]: 'staff' },
  });
  const { rows } = await admin.query<{ id: string }>(
    `insert into app_public.webhook_endpoints (org_id, name, url, topics)
     values ($1, 'CRM <North>', 'https://crm.example/hook', '{event_cancelled}') returning id`,
    [orgId],
  );
  const id = rows[0]?.id ?? '';
  await admin.query('select app_private.disable_webhook_endpoint($1, $2)', [id, because]);
  const { rows: told } = await admin.query<{ payload: unknown }>(
    `select payload from app_private.outbox where topic = 'webhooks.endpoint_off' and org_id = $1`,
    [orgId],
  );
  return { id, owner, payloads: told.map(({ payload }) => payload) };
}

const mailsTo = (address: string) =>
  harness.mailServer.received.filter(({ to }) => to.includes(address));
const run = (payload: unknown, jobId: string) =>
  harness.run('notify-endpoint-off', payload, { jobId });

test('whoever runs the organization is told once, in words, with the way to the endpoint', async () => {
  const { id, owner, payloads } = await switchedOff('failing');
  expect(payloads).toEqual([{ endpointId: id, userId: owner.id }]);
  await run(payloads[0], 'outbox-71');
  await run(payloads[0], 'outbox-71');
  const mails = mailsTo(owner.email);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe('Webhook switched off: CRM <North>');
  expect(mails[0]?.text).toContain('for five days');
  expect(mails[0]?.text).toContain(`/webhooks/${id}`);
  expect(mails[0]?.html).toContain('CRM &lt;North&gt;');
});

test('who switched it off is told nothing', async () => {
  expect((await switchedOff('staff')).payloads).toEqual([]);
});

test('one that is on again is nothing to write about', async () => {
  const { id, owner, payloads } = await switchedOff('gone');
  await harness.pools.admin.query(
    'update app_public.webhook_endpoints set disabled_at = null, disabled_because = null where id = $1',
    [id],
  );
  await run(payloads[0], 'outbox-72');
  expect(mailsTo(owner.email)).toEqual([]);
});
