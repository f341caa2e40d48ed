import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskStorage, InvalidKeyError, orgKey, verifySignedPath } from '../src/index.ts';

const secret = 'a secret of at least thirty-two characters';
const orgId = '0199c0de-0000-7000-8000-000000000001';
const key = orgKey(orgId, 'tickets', 'r.pdf');
let directory: string;
const disk = () => createDiskStorage({ directory, publicUrl: 'https://api.example', secret });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'foyer-storage-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('what is put comes back, byte for byte, with its type', async () => {
  const bytes = Buffer.from([0, 10, 13, 255, 10]);
  expect(await disk().exists(key)).toBe(false);
  expect(await disk().get(key)).toBeNull();
  await disk().put(key, bytes, 'application/pdf');
  expect(await disk().exists(key)).toBe(true);
  expect(await disk().get(key)).toEqual({ bytes, contentType: 'application/pdf' });
});

test('writers at the same time leave one whole file and no remains', async () => {
  const shared = orgKey(orgId, 'race', 'f.bin');
  const bodies = Array.from({ length: 20 }, (_, n) => Buffer.alloc(200_000, n));
  const reads: number[] = [];
  await Promise.all([
    ...bodies.map((body) => disk().put(shared, body, 'application/octet-stream')),
    ...bodies.map(async () => {
      const file = await disk().get(shared);
      if (file) reads.push(new Set(file.bytes).size, file.bytes.length);
    }),
  ]);
  const last = await disk().get(shared);
  expect(new Set(last?.bytes).size).toBe(1);
  expect(last?.bytes.length).toBe(200_000);
  expect(reads.every((n) => n === 1 || n === 200_000)).toBe(true);
  expect(await readdir(join(directory, 'org', orgId, 'race'))).toEqual(['f.bin']);
});

test.each([
  '../etc/passwd',
  `org/${orgId}/../x`,
  `org/${orgId}/..`,
  `org/${orgId}//x`,
  `org/${orgId}/.hidden`,
  `org/${orgId}/a\\b`,
  `org/${orgId}/a%2e%2e`,
  `org/${orgId}/a\0b`,
  `org/${orgId}/a\n`,
  `org/${orgId}`,
  'org/not-a-uuid/x',
  '/etc/passwd',
  '',
])('key %j is refused everywhere', async (bad) => {
  await expect(disk().put(bad, Buffer.of(1), 'text/plain')).rejects.toThrow(InvalidKeyError);
  await expect(disk().get(bad)).rejects.toThrow(InvalidKeyError);
  await expect(disk().exists(bad)).rejects.toThrow(InvalidKeyError);
  await expect(disk().signedUrl(bad, { expiresInSeconds: 1 })).rejects.toThrow(InvalidKeyError);
});

test('a signed link holds for exactly its key, name and time', async () => {
  const { url, expiresAt } = await disk().signedUrl(key, {
    expiresInSeconds: 900,
    fileName: 'tickets.pdf',
  });
  const { pathname, searchParams } = new URL(url);
  const [expires, signature, name] = ['expires', 'signature', 'name'].map((n) =>
    searchParams.get(n),
  );
  expect(pathname).toBe(`/files/${key}`);
  expect(verifySignedPath(secret, key, expires, signature, name)).toBe(true);

  const late = expiresAt.getTime() + 1;
  const flipped = `${signature?.startsWith('A') ? 'B' : 'A'}${signature?.slice(1)}`;
  expect(verifySignedPath(secret, key, expires, signature, name, late)).toBe(false);
  expect(verifySignedPath(secret, key, String(Number(expires) + 1), signature, name)).toBe(false);
  expect(verifySignedPath(secret, key, expires, flipped, name)).toBe(false);
  expect(verifySignedPath(secret, key, expires, '', name)).toBe(false);
  expect(verifySignedPath(secret, key, expires, undefined, name)).toBe(false);
  expect(verifySignedPath(secret, key, [expires], signature, name)).toBe(false);
  expect(verifySignedPath(secret, key, '1e99', signature, name)).toBe(false);
  expect(verifySignedPath(secret, key, expires, signature, 'virus.exe')).toBe(false);
  expect(verifySignedPath(`${secret}!`, key, expires, signature, name)).toBe(false);
  const other = orgKey('0199c0de-0000-7000-8000-000000000002', 'tickets', 'r.pdf');
  expect(verifySignedPath(secret, other, expires, signature, name)).toBe(false);
});
