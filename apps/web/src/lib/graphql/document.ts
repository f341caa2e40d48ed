/**
 * What codegen writes for an operation: its text, carrying the types of result and variables.
 * Structural, so that this folder does not import generated code.
 */
export interface TypedDocument<TData, TVariables> {
  toString(): string;
  __apiType?: (variables: TVariables) => TData;
}

const namePattern = /\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/;

export function operationName(document: TypedDocument<unknown, never>): string | undefined {
  return namePattern.exec(document.toString())?.[1];
}
