/** What Express keeps of a layer, as far as it is read here. */
type Layer = {
  route?: { path: string | string[]; methods: Record<string, boolean> };
  rawPath?: string;
  handle?: { stack?: Layer[] };
};

/** Every route an app answers, `METHOD /path/:parameter`, those of mounted routers included. */
export function routesOf(app: { router: unknown }): string[] {
  const walk = (layers: Layer[], prefix: string): string[] =>
    layers.flatMap(({ route, rawPath, handle }) => {
      if (route)
        return [route.path]
          .flat()
          .flatMap((path) =>
            Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${prefix}${path}`),
          );
      return handle?.stack ? walk(handle.stack, prefix + (rawPath ?? '')) : [];
    });
  return [...new Set(walk((app.router as { stack: Layer[] }).stack, ''))].sort();
}
