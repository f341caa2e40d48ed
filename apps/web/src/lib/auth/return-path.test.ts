import { safeReturnPath, signInPath } from './return-path.ts';

test('a path on this site is kept with its query and hash', () => {
  expect(safeReturnPath('/organize/x?tab=1#a', '/')).toBe('/organize/x?tab=1#a');
  expect(signInPath('/my/tickets?a=1')).toBe('/sign-in?returnTo=%2Fmy%2Ftickets%3Fa%3D1');
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'evil',
  '',
  null,
])('%p never leads away', (value) => {
  expect(safeReturnPath(value, '/my/tickets')).toBe('/my/tickets');
});
