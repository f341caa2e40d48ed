// The other half of apart.ts: one message in, one message out.
process.once('disconnect', () => process.exit());

process.once('message', async ({ module, input }: { module: string; input: unknown }) => {
  try {
    const { default: work } = await import(module);
    process.send?.({ output: await work(input) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : `${error}` });
  }
});
