import type pg from 'pg';
import { type RegistrationDocument, registrationDocument } from './registration-document.ts';

export type LoadedDocument = {
  document: RegistrationDocument;
  /** Where the PDF with its tickets lies in storage, or belongs; null when it has none to show. */
  pdfKey: string | null;
};

/** Null when there is no such registration (any more). */
export async function loadDocumentAndKey(
  pool: pg.Pool,
  registrationId: string,
): Promise<LoadedDocument | null> {
  const { rows } = await pool.query<{ document: unknown; pdf_key: string | null }>({
    name: 'registration_document_and_key',
    text: 'select document, pdf_key from app_private.registration_document_and_key($1)',
    values: [registrationId],
  });
  const [row] = rows;
  if (!row) return null;
  return { document: registrationDocument.parse(row.document), pdfKey: row.pdf_key };
}

/** Null when there is no such registration (any more). */
export async function loadDocument(
  pool: pg.Pool,
  registrationId: string,
): Promise<RegistrationDocument | null> {
  return (await loadDocumentAndKey(pool, registrationId))?.document ?? null;
}
