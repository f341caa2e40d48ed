import type pg from 'pg';

/** Does something again and again, so many side by side, until it is stopped. */
export function keepDoing(work: () => Promise<unknown>, sideBySide: number, pauseMs = 0) {
  let isOver = false;
  const loops = Array.from({ length: sideBySide }, async () => {
    while (!isOver) {
      await work().catch(() => {});
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(loops);
  };
}

/** Holds what `statements` lock for so long, lets go for a moment, and holds it again. */
export async function keepLocked(pool: pg.Pool, holdMs: number, ...statements: string[]) {
  const hold = async () => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      for (const statement of statements) await client.query(statement);
      await new Promise((resolve) => setTimeout(resolve, holdMs));
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  return keepDoing(hold, 1, 20);
}

/** A transaction that somebody forgot, until it is ended. */
export async function openTransaction(pool: pg.Pool, ...statements: string[]) {
  const client = await pool.connect();
  await client.query('begin');
  for (const statement of statements) await client.query(statement);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}
