declare module 'linebreak' {
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { position: number; required?: boolean } | null;
  }
}

declare module 'subset-font' {
  export default function subsetFont(
    font: Buffer,
    text: string | undefined,
    options: {
      keepAllGlyphs?: boolean;
      targetFormat?: 'sfnt' | 'woff' | 'woff2' | 'truetype';
      variationAxes?: Record<string, number>;
    },
  ): Promise<Buffer>;
}

declare module 'svg-to-pdfkit' {
  export default function SVGtoPDF(
    doc: unknown,
    svg: string,
    x: number,
    y: number,
    options: {
      width?: number;
      height?: number;
      preserveAspectRatio?: string;
      assumePt?: boolean;
      imageCallback?: (link: string) => string;
      documentCallback?: (file: string) => null;
      fontCallback?: (family: string, bold: boolean, italic: boolean) => string;
      warningCallback?: (warning: string) => void;
    },
  ): void;
}
