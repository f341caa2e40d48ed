import { getOperationAST, Kind } from 'graphql';

/**
 * What does one thing to everybody of an event, all or nothing: calling 50,000 orders off takes half a minute. It may
 * take this long; whatever else is asked, also behind it in the same request, keeps to what any statement may take.
 */
export const longMs = 300_000;
const longMutations = new Set(['cancelEvent']);
const longStatement = /from "app_public"\."cancel_event"\(/;

/** @param text as PostGraphile writes it: what people send is never in it */
export const isLongStatement = (text: string): boolean => longStatement.test(text);

export const LongMutationsPlugin: GraphileConfig.Plugin = {
  name: 'LongMutationsPlugin',
  grafast: {
    middleware: {
      execute(next, { args }) {
        const operation = getOperationAST(args.document, args.operationName);
        const fields = operation?.selectionSet.selections ?? [];
        const isLong = fields.some(
          (field) => field.kind === Kind.FIELD && longMutations.has(field.name.value),
        );
        const preset = args.resolvedPreset;
        if (isLong && preset) {
          const timeouts = { ...preset.grafast?.timeouts, execution: longMs };
          args.resolvedPreset = { ...preset, grafast: { ...preset.grafast, timeouts } };
        }
        return next();
      },
    },
  },
};
