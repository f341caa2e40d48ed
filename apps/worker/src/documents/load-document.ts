import type pg from 'pg';
import { type RegistrationDocument, registrationDocument } from './registration-document.ts';

/** Null when there is no such registration (any more). */
export async function loadDocument(
  pool: pg.Pool,
  registrationId: string,
): Promise<RegistrationDocument | null> {
  const { rows } = await pool.query<{ document: unknown }>(
    'select app_private.registration_document($1) as document',
    [registrationId],
  );
  const document = rows[0]?.document;
  return document ? registrationDocument.parse(document) : null;
}
