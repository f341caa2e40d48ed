import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Envelope, type Message, type ParsedMail, parseMail } from './message.ts';

export interface Store {
  /** Newest first. */
  list(): Message[];
  get(id: string): Message | undefined;
  attachment(id: string, n: number): Promise<Uint8Array | undefined>;
  raw(id: string): Promise<Uint8Array | undefined>;
  add(envelope: Envelope, raw: Uint8Array): Promise<Message>;
  remove(id: string): Promise<boolean>;
  clear(): Promise<void>;
  /** Calls back after each change. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
}

/** A folder that grows for ever is nobody's friend; the oldest mails go first. */
const MAX_MESSAGES = 500;

const sidecarSchema = z.object({
  receivedAt: z.iso.datetime(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
});

/** Keeps each mail as `<id>.eml` as it came, with `<id>.json` for what the envelope said. */
export async function openStore(dir: string, maxMessages = MAX_MESSAGES): Promise<Store> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const messages = new Map<string, Message>();
  const listeners = new Set<() => void>();
  for (const mail of await readAll(dir)) messages.set(mail.message.id, mail.message);

  const path = (id: string, kind: 'eml' | 'json' | 'partial') => join(dir, `${id}.${kind}`);
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const removeFiles = async (id: string) => {
    messages.delete(id);
    await Promise.all([
      rm(path(id, 'json'), { force: true }),
      rm(path(id, 'eml'), { force: true }),
    ]);
  };

  return {
    list: () => [...messages.values()].toReversed(),
    get: (id) => messages.get(id),
    async attachment(id, n) {
      const message = messages.get(id);
      if (!message?.attachments[n]) return undefined;
      const mail = await readMail(dir, id);
      return mail.contents[n];
    },
    async raw(id) {
      return messages.has(id) ? await readFile(path(id, 'eml')) : undefined;
    },
    async add(envelope, raw) {
      const receivedAt = new Date().toISOString();
      // Sorts by arrival and cannot be guessed.
      const id = `${receivedAt.replaceAll(/\D/g, '')}-${randomBytes(6).toString('hex')}`;
      const { message } = await parseMail(id, receivedAt, envelope, raw);
      await writeFile(path(id, 'eml'), raw, { mode: 0o600 });
      // The sidecar makes a mail complete: one without it was cut off and is ignored.
      await writeFile(path(id, 'partial'), JSON.stringify({ receivedAt, envelope }));
      await rename(path(id, 'partial'), path(id, 'json'));
      messages.set(id, message);
      while (messages.size > maxMessages) await removeFiles([...messages.keys()][0] ?? '');
      changed();
      return message;
    },
    async remove(id) {
      if (!messages.has(id)) return false;
      await removeFiles(id);
      changed();
      return true;
    },
    async clear() {
      for (const id of [...messages.keys()]) await removeFiles(id);
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function readAll(dir: string): Promise<ParsedMail[]> {
  const ids = (await readdir(dir)).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5));
  return await Promise.all(ids.sort().map((id) => readMail(dir, id)));
}

async function readMail(dir: string, id: string): Promise<ParsedMail> {
  const sidecar: unknown = JSON.parse(await readFile(join(dir, `${id}.json`), 'utf8'));
  const { receivedAt, envelope } = sidecarSchema.parse(sidecar);
  return await parseMail(id, receivedAt, envelope, await readFile(join(dir, `${id}.eml`)));
}
