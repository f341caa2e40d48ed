import SVGtoPDF from 'svg-to-pdfkit';
import type { Palette } from '../../branding/colors.ts';
import type { Logo } from '../../branding/logo.ts';
import type { PdfDocument } from '../typesetting/text-block.ts';

/** The logo in a square, or an empty white tile for the organization's initials. */
export function drawLogo(
  doc: PdfDocument,
  logo: Logo | null,
  { x, y, size }: { x: number; y: number; size: number },
  colors: Palette,
): void {
  if (!logo) {
    doc.roundedRect(x, y, size, size, size / 5).fill(colors.onPrimary);
    return;
  }
  if (logo.type !== 'svg') {
    doc.image(Buffer.from(logo.bytes), x, y, {
      fit: [size, size],
      align: 'center',
      valign: 'center',
    });
    return;
  }
  doc.save();
  SVGtoPDF(doc, logo.text, x, y, {
    width: size,
    height: size,
    preserveAspectRatio: 'xMidYMid meet',
    assumePt: true,
    // Shapes only: no file or address named in a logo is opened, and text takes no font of the system.
    imageCallback: () => '',
    documentCallback: () => null,
    fontCallback: () => 'Helvetica',
    warningCallback: () => {},
  });
  doc.restore();
}
