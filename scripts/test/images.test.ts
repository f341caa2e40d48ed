import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootDir } from '../launcher/paths.ts';

/** The libraries of the workspace that a package runs with, and those that these run with. */
function librariesOf(path: string, found = new Set<string>()): Set<string> {
  const { dependencies } = JSON.parse(
    readFileSync(join(rootDir, path, 'package.json'), 'utf8'),
  ) as {
    dependencies?: Record<string, string>;
  };
  for (const [name, range] of Object.entries(dependencies ?? {})) {
    const library = `libs/${name.replace('@foyer/', '')}`;
    if (!range.startsWith('workspace:') || found.has(library)) continue;
    found.add(library);
    librariesOf(library, found);
  }
  return found;
}

const copies = (dockerfile: string) =>
  [...dockerfile.matchAll(/^COPY (libs\/\S+ \S+)$/gm)].map(([, fromTo = '']) => fromTo).sort();

const dockerfiles = globSync('apps/*/Dockerfile', { cwd: rootDir });

test.each(dockerfiles)(
  'the image of %s is made with the libraries it needs, and no others',
  (dockerfile) => {
    const libraries = [...librariesOf(dirname(dockerfile))];
    const copied = copies(readFileSync(join(rootDir, dockerfile), 'utf8'));

    expect(libraries.every((library) => existsSync(join(rootDir, library)))).toBe(true);
    expect(copied).toEqual(
      libraries
        .flatMap((library) => [`${library} ${library}`, `${library}/package.json ${library}/`])
        .sort(),
    );
  },
);
