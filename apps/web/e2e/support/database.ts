import pg from 'pg';

/** For what a browser cannot do in a test's time: letting a quarter of an hour go by. */
export const databaseUrl = process.env.FOYER_E2E_DATABASE_URL;

async function run(text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}

/** As if the buyer had taken longer than the event allows. */
export async function runOut(registrationId: string): Promise<void> {
  await run(
    `update app_public.registrations set expires_at = clock_timestamp() - interval '1 second'
     where id = $1 and status = 'pending'`,
    [registrationId],
  );
}
