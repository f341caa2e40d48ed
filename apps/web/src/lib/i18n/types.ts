import type common from './locales/en.ts';

/**
 * Every namespace and its English text. A feature adds its own by declaration merging at the foot
 * of its `locales/en.ts`; nothing is registered anywhere else.
 */
export interface Namespaces {
  common: typeof common;
}
export type NamespaceName = keyof Namespaces;

/** The shape another language has to fill: same keys, any text. */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
};

export type Messages = { readonly [key: string]: string | Messages };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Namespaces;
  }
}
