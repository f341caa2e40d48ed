import { setFlagsFromString } from 'node:v8';

/**
 * What a request leaves behind is collected with the young objects, for next to nothing. To be called first in every
 * process that serves.
 *
 * V8 makes objects old from the start ("pretenuring") where those of the same line of code once lived long. In a server
 * they tell nothing: the line that hangs a listener on a connection, for hours, hangs one on each request, for
 * milliseconds. After the wrong guess all that such an object points to, the whole request, is copied and kept until a
 * full collection, which a process under load takes for another proof of long life: it never recovers.
 */
export function keepObjectsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
