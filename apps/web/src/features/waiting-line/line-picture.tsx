import { pictureSize, placeInPicture } from './picture';

/** The way to the door as people in a row; what it shows is also said in words beside it. */
export function LinePicture({
  position,
  firstPosition,
}: {
  position: number;
  firstPosition: number;
}) {
  const mine = placeInPicture(position, firstPosition);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${pictureSize * 14 + 30} 44`}
      className="w-full max-w-md overflow-visible"
      fill="currentColor"
    >
      {Array.from({ length: pictureSize }, (_, index) => (
        <g
          // biome-ignore lint/suspicious/noArrayIndexKey: the people of a picture have no names
          key={index}
          transform={`translate(${index * 14 + 7} ${index === mine ? 5 : 10})`}
          className={index === mine ? 'text-stage-accent' : undefined}
          opacity={index === mine ? 1 : index > mine ? 0.75 : 0.22}
        >
          <circle cx="0" cy="6" r={index === mine ? 4.6 : 3.6} />
          <path d={index === mine ? bodyLarge : bodySmall} />
        </g>
      ))}
      <g transform={`translate(${pictureSize * 14 + 4} 2)`} className="text-stage-accent">
        <path
          d="M2 40V6a4 4 0 0 1 4-4h14a4 4 0 0 1 4 4v34"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.5"
        />
        <path d="M6 40V8l11 3v29z" opacity="0.45" />
        <circle cx="14.2" cy="25" r="1.4" />
      </g>
    </svg>
  );
}

const bodySmall = 'M-4.6 30v-12a4.6 4.6 0 0 1 9.2 0v12z';
const bodyLarge = 'M-5.8 35v-15.5a5.8 5.8 0 0 1 11.6 0v15.5z';
