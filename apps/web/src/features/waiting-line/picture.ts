/** How many people the picture of a line has. */
export const pictureSize = 20;
/** So near the door the picture is exact: as many stand before me as are drawn. */
const exactUpTo = 12;

/**
 * Where one stands in the picture: 0 is its end, `pictureSize - 1` before the door. Far away it is the
 * share of the way that is behind, near the door it is the very place; it never goes backwards.
 */
export function placeInPicture(position: number, firstPosition: number): number {
  if (position <= exactUpTo) return pictureSize - Math.max(1, position);
  const last = pictureSize - exactUpTo - 1;
  const way = firstPosition - exactUpTo;
  const share = way > 0 ? (firstPosition - position) / way : 0;
  return Math.min(last, Math.max(0, Math.floor(share * (last + 1))));
}
