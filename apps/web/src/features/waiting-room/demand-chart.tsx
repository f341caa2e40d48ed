import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { keptMs, type Point } from './history';

const width = 600;
const height = 140;

/** How many want in and how many are let in, per minute: as a picture, and in words beneath it. */
export function DemandChart({ points }: { points: readonly Point[] }) {
  const t = useT('waiting-room');
  const { formatLocale } = useLocale();
  const last = points.at(-1);
  if (!last || points.length < 2)
    return <p className="text-sm text-muted">{t('chart.collecting')}</p>;
  const most = Math.max(10, ...points.flatMap(({ wanted, admitted }) => [wanted, admitted]));
  const from = Math.min(points[0]?.at ?? 0, last.at - 60_000);
  const span = Math.min(keptMs, Math.max(1, last.at - from));
  const path = (value: (point: Point) => number) =>
    points
      .map((point, i) => {
        const x = ((point.at - from) / span) * width;
        const y = height - (value(point) / most) * (height - 6) - 1;
        return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
      })
      .join('');
  const round = (value: number) => formatNumber(Math.round(value), formatLocale);
  return (
    <figure className="relative flex flex-col gap-3">
      <span aria-hidden="true" className="tabular absolute top-1 left-2 text-2xs text-muted">
        {round(most)}
      </span>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="forced-border h-32 w-full rounded-control bg-sunken"
      >
        <path d={`M0 ${height / 2}H${width}`} className="stroke-line" />
        <path
          d={path(({ wanted }) => wanted)}
          vectorEffect="non-scaling-stroke"
          className="fill-none stroke-caution"
          strokeWidth="2.5"
          strokeDasharray="6 4"
        />
        <path
          d={path(({ admitted }) => admitted)}
          vectorEffect="non-scaling-stroke"
          className="fill-none stroke-positive"
          strokeWidth="2.5"
        />
      </svg>
      <figcaption className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <Key
          dashed
          className="text-caution"
          text={t('chart.wanted', { count: Math.round(last.wanted), n: round(last.wanted) })}
        />
        <Key
          className="text-positive"
          text={t('chart.admitted', { count: Math.round(last.admitted), n: round(last.admitted) })}
        />
        <span className="text-muted">{t('chart.note')}</span>
      </figcaption>
    </figure>
  );
}

function Key({ text, className, dashed }: { text: string; className: string; dashed?: boolean }) {
  return (
    <span className="flex items-center gap-2">
      <svg aria-hidden="true" viewBox="0 0 24 4" className={`h-1 w-6 ${className}`}>
        <path
          d="M0 2h24"
          stroke="currentColor"
          strokeWidth="3"
          strokeDasharray={dashed ? '6 4' : undefined}
        />
      </svg>
      {text}
    </span>
  );
}
