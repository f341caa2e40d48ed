import jsQR from 'jsqr';
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';

export type ReadPage = {
  /** What copying the whole page gives, white space collapsed. */
  text: string;
  /** What a scanner reads from the page's QR code, drawn from its vector paths. */
  qr: string | null;
  /** The picture of the code, as drawn from the page; null when there is none. */
  qrPicture: Picture | null;
  /** Width of the code's dark square in millimetres. */
  qrMillimetres: number;
  /** Right edge of the widest text, in points. */
  textRight: number;
  links: string[];
};

/** Square and RGBA: `size` * `size` * 4 bytes. */
export type Picture = { size: number; pixels: Uint8ClampedArray };

type Rect = { left: number; top: number; right: number; bottom: number };

export async function readPdf(bytes: Uint8Array): Promise<ReadPage[]> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { OPS } = await getResolvedPDFJS();
  const pages: ReadPage[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const content = await page.getTextContent();
    const items = content.items.filter((item) => 'str' in item);
    const operators = await page.getOperatorList();
    const paths = operators.fnArray.flatMap((fn, i) =>
      fn === OPS.constructPath ? [rectanglesOf(operators.argsArray[i])] : [],
    );
    // The code is the path with by far the most rectangles.
    const code = paths.sort((a, b) => b.length - a.length)[0] ?? [];
    const qrPicture = draw(code);
    const annotations = await page.getAnnotations();
    pages.push({
      text: items
        .map((item) => item.str + (item.hasEOL ? ' ' : ''))
        .join(' ')
        .replace(/\s+/g, ' '),
      qr: qrPicture && scan(qrPicture),
      qrPicture,
      qrMillimetres: (extent(code).width / 72) * 25.4,
      textRight: Math.max(...items.map((item) => item.transform[4] + item.width)),
      links: annotations.flatMap((annotation) => (annotation.url ? [annotation.url] : [])),
    });
  }
  return pages;
}

/** PDF.js gives a path as [paint operator, [numbers], bounds]: 0 x y is moveTo, 1 x y lineTo, 4 close. */
function rectanglesOf(args: unknown[]): Rect[] {
  const data = (args[1] as ArrayLike<number>[])[0];
  if (!data) return [];
  const rectangles: Rect[] = [];
  let xs: number[] = [];
  let ys: number[] = [];
  const values = Array.from(data);
  for (let i = 0; i < values.length; ) {
    const operator = values[i];
    if (operator === 0 || operator === 1) {
      xs.push(values[i + 1] as number);
      ys.push(values[i + 2] as number);
      i += 3;
    } else if (operator === 2) {
      return [];
    } else {
      rectangles.push({
        left: Math.min(...xs),
        right: Math.max(...xs),
        top: Math.min(...ys),
        bottom: Math.max(...ys),
      });
      xs = [];
      ys = [];
      i += 1;
    }
  }
  return rectangles;
}

function extent(rectangles: Rect[]) {
  const left = Math.min(...rectangles.map((rect) => rect.left));
  const top = Math.min(...rectangles.map((rect) => rect.top));
  const right = Math.max(...rectangles.map((rect) => rect.right));
  return { left, top, width: right - left };
}

/** The rectangles black on white, 4 pixels a module, with a quiet zone. */
function draw(rectangles: Rect[]): Picture | null {
  if (rectangles.length < 100) return null;
  const { left, top, width } = extent(rectangles);
  const module = Math.min(...rectangles.map((rect) => rect.bottom - rect.top));
  const scale = 4 / module;
  const size = Math.round(width * scale) + 32;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const rect of rectangles) {
    for (let y = edge(rect.top, top); y < edge(rect.bottom, top); y++) {
      for (let x = edge(rect.left, left); x < edge(rect.right, left); x++) {
        pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
      }
    }
  }
  function edge(value: number, origin: number): number {
    return Math.round((value - origin) * scale) + 16;
  }
  return { size, pixels };
}

type Scan = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// A CommonJS function: Node hands out the function, bundlers the module around it.
const jsqr = ((jsQR as unknown as { default?: Scan }).default ?? jsQR) as unknown as Scan;

const scan = ({ pixels, size }: Picture): string | null => jsqr(pixels, size, size)?.data ?? null;
