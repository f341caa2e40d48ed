import { writeFileSync } from 'node:fs';
import type { Picture } from './read-pdf.ts';

const width = 640;
const height = 480;

/**
 * Writes what Chromium takes for a camera (`--use-file-for-fake-video-capture`): one frame of YUV4MPEG2
 * that shows the picture, enlarged to fill most of the frame, on white.
 */
export function writeFakeCamera(file: string, picture: Picture): void {
  const scale = Math.max(1, Math.floor((height * 0.9) / picture.size));
  const shown = picture.size * scale;
  const luminance = Buffer.alloc(width * height, 235);
  const left = Math.floor((width - shown) / 2);
  const top = Math.floor((height - shown) / 2);
  for (let y = 0; y < shown; y += 1) {
    for (let x = 0; x < shown; x += 1) {
      const at = (Math.floor(y / scale) * picture.size + Math.floor(x / scale)) * 4;
      if ((picture.pixels[at] ?? 255) < 128) luminance[(top + y) * width + left + x] = 16;
    }
  }
  // Grey: both colour planes at their middle, at half the resolution.
  const colour = Buffer.alloc((width * height) / 2, 128);
  const header = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luminance, colour]);
  writeFileSync(file, Buffer.concat([Buffer.from(header), frame, frame]));
}
