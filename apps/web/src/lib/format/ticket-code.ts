/** `7K3F9QX2MA` is shown as `7K3F9-QX2MA`. */
export function formatCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}
