import { createContext } from '../../src/graphql/context.ts';

// biome-ignore lint/suspicious/noExplicitAny: no service is called, only carried
const contextOf = createContext({} as any);
const settingsFor = (caller: object) =>
  // biome-ignore lint/suspicious/noExplicitAny: the part of a request that is read
  (contextOf({ expressv4: { req: { caller } } } as any) as { pgSettings: Record<string, string> })
    .pgSettings;

test('nobody is somebody too: the anonymous role is set, and every claim is emptied', () => {
  expect(settingsFor({})).toEqual({
    role: 'foyer_anonymous',
    'foyer.user_id': '',
    'foyer.registration_id': '',
    'foyer.event_link': '',
    'foyer.request_id': '',
  });
});

test('a user, a link and a request id reach the database', () => {
  expect(settingsFor({ userId: 'u', registrationId: 'r', eventLink: 'l', requestId: 'q' })).toEqual(
    {
      role: 'foyer_user',
      'foyer.user_id': 'u',
      'foyer.registration_id': 'r',
      'foyer.event_link': 'l',
      'foyer.request_id': 'q',
    },
  );
});

test('a request that nobody has looked at gets no context at all', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what a mistake in the order of middleware would give
  expect(() => contextOf({ expressv4: { req: {} } } as any)).toThrow();
});
