import { setFlagsFromString } from 'node:v8';

/**
 * What a request leaves behind is collected with the young objects, for next to nothing. To be called first in a
 * service under load; the web is Next's own server and goes without.
 *
 * V8 watches which lines of code make objects that live long, and puts what those lines make among the old ones from
 * then on ("pretenuring"). In a server that guess misleads: the line that hangs a listener on a connection, for hours,
 * hangs one on each request, for milliseconds. Once it is wrong, all that such an object points to, the whole request,
 * is copied and kept until the next full collection; under load much is alive then, and V8 sees its guess confirmed.
 * Collections of the API's young objects took five to ten times as long (11 kB of each order became old).
 */
export function keepObjectsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
