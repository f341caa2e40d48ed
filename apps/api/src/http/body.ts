import express, { type Express } from 'express';

/** Room for the ticket types of a large event or the attendees of a large order, and not for more. */
export const bodyLimit = '100kb';

/** JSON only: a form that another site posts has another type, and is not read. */
export function installBody(app: Express): void {
  app.use(express.json({ limit: bodyLimit, strict: true }));
}
