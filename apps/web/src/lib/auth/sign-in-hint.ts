/**
 * Whether this browser signed in before. Not a credential: it only saves visitors who never did
 * from a refused refresh call on every page. Storage may be blocked; then we simply ask.
 */
const key = 'foyer_signed_in';

export function readSignInHint(): boolean {
  try {
    return localStorage.getItem(key) === '1';
  } catch {
    return true;
  }
}

export function writeSignInHint(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
  } catch {
    // Private modes refuse storage; the hint is only a hint.
  }
}
