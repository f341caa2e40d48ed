// Read by Grafast when it is loaded, so this module has to come before it. Its development mode checks
// every plan and is slow; whoever works on the schema sets it.
process.env.GRAPHILE_ENV ??= 'production';

// Behind a PgBouncer in transaction mode a prepared statement is on another connection the next time.
if (/^(true|1|yes|on)$/i.test(process.env.API_DATABASE_IS_POOLED ?? ''))
  process.env.DATAPLAN_PG_PREPARED_STATEMENT_CACHE_SIZE ??= '0';
