import { dataOf, reserve } from '../../support/buyer.ts';
import { openTransaction } from './disturb.ts';
import type { Proof } from './proof.ts';

export const record: Proof[] = [
  {
    fault: 'a forgotten transaction keeps the record from being sealed',
    raises: ['FoyerAuditNotSealed'],
    isSlow: true,
    // Sealed once a minute.
    restsWithinMs: 90_000,
    async cause({ system, event }) {
      const end = await openTransaction(system.admin, 'select pg_current_xact_id()');
      dataOf(await reserve(system, event));
      const client = await system.admin.connect();
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      await client.query(
        `update app_public.audit_logs set created_at = created_at - interval '20 minutes'
         where xact >= coalesce((select until_xact from app_private.audit_seals order by id desc limit 1), '0')`,
      );
      await client.query('commit');
      client.release();
      return end;
    },
  },
];
