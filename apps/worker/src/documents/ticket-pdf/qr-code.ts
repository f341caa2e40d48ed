import QRCode from 'qrcode';
import type { PdfDocument } from '../typesetting/text-block.ts';

/** Modules of white around the code, as ISO/IEC 18004 asks. */
export const quietZone = 4;

/** `true` is dark. Level M survives 15 % of damage: a fold, a thumb, a scratched phone. */
export type QrMatrix = boolean[][];

export function qrMatrix(text: string): QrMatrix {
  // A ticket's token is made for this mode; the search for the best mix of modes takes longer than all the rest.
  const isAlphanumeric = /^[0-9A-Z $%*+\-./:]+$/.test(text);
  const content = isAlphanumeric ? [{ data: text, mode: 'alphanumeric' as const }] : text;
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_, column) => modules.get(row, column) === 1),
  );
}

/**
 * Black on white with its quiet zone, `size` points wide. Vector, so it is sharp at every zoom; each
 * row's neighbours are one rectangle, so no viewer draws hairlines between modules.
 */
export function drawQrCode(
  doc: PdfDocument,
  matrix: QrMatrix,
  x: number,
  y: number,
  size: number,
): void {
  const module = size / (matrix.length + 2 * quietZone);
  doc.save().rect(x, y, size, size).fill('#ffffff');
  for (const { row, from, to } of darkStretches(matrix)) {
    doc.rect(
      x + (quietZone + from) * module,
      y + (quietZone + row) * module,
      (to - from) * module,
      module,
    );
  }
  doc.fill('#000000').restore();
}

function* darkStretches(matrix: QrMatrix): Generator<{ row: number; from: number; to: number }> {
  for (const [row, modules] of matrix.entries()) {
    let from = -1;
    for (let column = 0; column <= modules.length; column++) {
      if (modules[column] && from < 0) from = column;
      if (!modules[column] && from >= 0) {
        yield { row, from, to: column };
        from = -1;
      }
    }
  }
}
