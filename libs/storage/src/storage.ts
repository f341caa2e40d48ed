export type StoredFile = { bytes: Buffer; contentType: string };

export type SignedUrl = { url: string; expiresAt: Date };

/** Where generated files live. A driver hides the vendor (a disk today, S3 next) and nothing else. */
export interface Storage {
  /** Replaces what was there in one step: a reader sees the old bytes or the new, never half of them. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** null when there is no such file. */
  get(key: string): Promise<StoredFile | null>;
  exists(key: string): Promise<boolean>;
  /** A link that anyone may open until it expires; `fileName` is what a browser saves it as. */
  signedUrl(
    key: string,
    options: { expiresInSeconds: number; fileName?: string },
  ): Promise<SignedUrl>;
}
