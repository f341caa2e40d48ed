import { stripVTControlCharacters, styleText } from 'node:util';
import { demoPassword, demoSignIns } from '@foyer/db/seeds';
import type { Environment } from './environment.ts';
import { shortPath } from './paths.ts';
import type { Plan } from './plan.ts';

/** What a person wants to know once everything runs. */
export function readyTable(env: Environment, plan: Plan, isDemo: boolean): string {
  const { publicUrls: url, isEmbedded } = plan;
  const addresses: string[][] = [
    ['Web', link(url.web)],
    ['API', link(`${url.api}/graphql`), dim(`explorer ${url.api}/ruru`)],
    ['Check-in', link(url.checkin), dim(`door page ${url.web}/door`)],
  ];
  if (isEmbedded.mail) addresses.push(['Inbox', link(url.inbox), dim('every mail lands here')]);
  if (isEmbedded.payments) {
    addresses.push([
      'Payments',
      link(url.sandbox),
      dim('sandbox; pay with 4242 4242 4242 4242, declined with 4000 0000 0000 0002'),
    ]);
  }

  const parts: string[][] = [
    part('PostgreSQL', isEmbedded.postgres, `127.0.0.1:${env.POSTGRES_PORT}`, 'DATABASE_URL'),
    part('Queue Redis', isEmbedded.queueRedis, `127.0.0.1:${env.REDIS_PORT}`, 'REDIS_URL'),
    part(
      'Check-in Redis',
      isEmbedded.checkinRedis,
      `127.0.0.1:${env.CHECKIN_REDIS_PORT}`,
      'CHECKIN_REDIS_URL',
    ),
    part('Mail', isEmbedded.mail, `local inbox, smtp 127.0.0.1:${env.SMTP_PORT}`, 'SMTP_URL'),
    part('Payments', isEmbedded.payments, 'local sandbox', 'STRIPE_SECRET_KEY'),
    ['Files', shortPath(plan.storageDir), dim('moved by STORAGE_DIR')],
  ];

  return [
    section('Open', addresses),
    ...(isDemo ? [section(`Sign in (password ${demoPassword})`, signInRows())] : []),
    section('Runs on', parts),
  ].join('\n\n');
}

/** One account of each kind; the rest of the team signs in the same way. */
function signInRows(): string[][] {
  const firstOfEach = demoSignIns.filter(
    ({ role }, i) => demoSignIns.findIndex((other) => other.role === role) === i,
  );
  return firstOfEach.map(({ email, who }) => [email, dim(who)]);
}

function part(name: string, isEmbedded: boolean, where: string, variable: string): string[] {
  return isEmbedded
    ? [name, `embedded, ${where}`, dim(`replaced by ${variable}`)]
    : [name, `from ${variable}`, ''];
}

function section(title: string, rows: string[][]): string {
  const widths = columnWidths(rows);
  const lines = rows.map(
    (row) => `  ${row.map((cell, i) => pad(cell, widths[i] ?? 0)).join('  ')}`,
  );
  return [styleText('bold', title), ...lines.map((line) => line.trimEnd())].join('\n');
}

function columnWidths(rows: string[][]): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => visibleLength(row[i] ?? ''))),
  );
}

const pad = (text: string, width: number) => text + ' '.repeat(width - visibleLength(text));
const visibleLength = (text: string) => stripVTControlCharacters(text).length;
const dim = (text: string) => styleText('dim', text);
const link = (url: string) => styleText('cyan', url);
