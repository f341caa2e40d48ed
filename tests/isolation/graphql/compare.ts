/** An answer to one field of an operation, without what names the request or was sent with it. */
export type Outcome = { data: unknown; errors: unknown[] };

export type GraphQLAnswer = {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
};

export function outcomeOf(answer: GraphQLAnswer, alias: string): Outcome {
  return {
    data: answer.data?.[alias] ?? null,
    errors: (answer.errors ?? [])
      .filter(({ path }) => path === undefined || path[0] === alias)
      .map(({ message, path, extensions: { errorId: _, requestId: __, ...extensions } = {} }) => ({
        message,
        path: path?.slice(1),
        extensions,
      })),
  };
}

/** The outcome as text in which whatever was sent is the same word, so that answers can be compared. */
export function withoutSent(outcome: unknown, sent: unknown[]): string {
  let text = JSON.stringify(outcome) ?? '';
  for (const value of sent.flatMap(wordsOf)) text = text.replaceAll(value, '<sent>');
  return text;
}

/** Both answers from shortly before they part; null when they are the same. */
export function differenceOf(theirs: string, nobodys: string): string | null {
  if (theirs === nobodys) return null;
  const parts = [...theirs].findIndex((letter, i) => letter !== nobodys[i]);
  const from = Math.max(0, (parts < 0 ? theirs.length : parts) - 100);
  const [a, b] = [theirs, nobodys].map((text) => text.slice(from, from + 300));
  return `not yours is ${a}, not there ${b}`;
}

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 2 ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(wordsOf);
}
