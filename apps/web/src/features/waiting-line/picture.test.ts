import { pictureSize, placeInPicture } from './picture.ts';

test('one never steps back while the line moves', () => {
  for (const first of [1, 5, 12, 13, 14, 40, 5000]) {
    let before = -1;
    for (let position = first; position >= 1; position -= 1) {
      const place = placeInPicture(position, first);
      expect(place).toBeGreaterThanOrEqual(before);
      before = place;
    }
    expect(before).toBe(pictureSize - 1);
  }
});

test('whoever joins a long line stands at its end, and near the door as many are drawn as there are', () => {
  expect(placeInPicture(5000, 5000)).toBe(0);
  expect(placeInPicture(3, 5000)).toBe(pictureSize - 3);
  expect(placeInPicture(1, 1)).toBe(pictureSize - 1);
});

test('a line that grew longer than it was on joining is still a picture', () => {
  expect(placeInPicture(80, 20)).toBe(0);
  expect(placeInPicture(13, 0)).toBe(0);
});
