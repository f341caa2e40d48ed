import { door } from './door.ts';
import { moneyAndMail } from './money-and-mail.ts';
import type { Proof } from './proof.ts';
import { reachable } from './reachable.ts';
import { record } from './record.ts';
import { sale } from './sale.ts';

/** One file per group of infrastructure/prometheus/alerts.yml, in the same order. */
export const proofs: Proof[] = [...reachable, ...sale, ...moneyAndMail, ...door, ...record];
