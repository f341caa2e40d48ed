import { create } from 'qrcode';
import { cx } from './cx';

/**
 * A QR code as one SVG path, always dark on white with the four modules of quiet zone that
 * scanners need, whatever the theme. Renders on the server; in a client component load it lazily.
 */
export function QrCode({
  value,
  label,
  className,
}: {
  value: string;
  /** What it opens, in words: "QR code of ticket ABCDE-12345". */
  label: string;
  className?: string;
}) {
  const { modules } = create(value, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (!modules.get(y, x)) continue;
      let run = 1;
      while (x + run < size && modules.get(y, x + run)) run += 1;
      path += `M${x + 4} ${y + 4}h${run}v1h-${run}z`;
      x += run;
    }
  }
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size + 8} ${size + 8}`}
      shapeRendering="crispEdges"
      className={cx('block h-auto w-full rounded-control', className)}
    >
      <path fill="#fff" d={`M0 0h${size + 8}v${size + 8}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
