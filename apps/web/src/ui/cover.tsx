import { cx } from './cx';

/**
 * The picture of an event or an organization, filling its box. Without one: a quiet pattern in the
 * brand's colours, so that a page looks finished before anybody drew anything. The title stands
 * beside it, so it is silent.
 */
export function Cover({
  src,
  priority = false,
  className,
}: {
  src: string | null | undefined;
  /** For the one that is on screen first. */
  priority?: boolean;
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={cx('relative block overflow-hidden bg-stage text-stage-accent', className)}
    >
      {src ? (
        // biome-ignore lint/performance/noImgElement: served by us at the size it is shown, often as SVG
        <img
          src={src}
          alt=""
          loading={priority ? 'eager' : 'lazy'}
          fetchPriority={priority ? 'high' : 'auto'}
          decoding="async"
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <svg
          aria-hidden="true"
          viewBox="0 0 320 180"
          preserveAspectRatio="xMidYMid slice"
          className="absolute inset-0 size-full opacity-70"
        >
          {[30, 62, 94, 126, 158, 190].map((radius) => (
            <circle
              key={radius}
              cx="160"
              cy="190"
              r={radius}
              fill="none"
              stroke="currentColor"
              strokeWidth="6"
              opacity={0.75 - radius / 300}
            />
          ))}
        </svg>
      )}
    </span>
  );
}
