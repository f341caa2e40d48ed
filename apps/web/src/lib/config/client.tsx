'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { PublicConfig } from './server.ts';

const ConfigContext = createContext<PublicConfig | null>(null);

export function ConfigProvider({ value, children }: { value: PublicConfig; children: ReactNode }) {
  return <ConfigContext value={value}>{children}</ConfigContext>;
}

/** Addresses of the API, the check-in service and this site, as this installation is configured. */
export function useConfig(): PublicConfig {
  const value = useContext(ConfigContext);
  if (!value) throw new Error('useConfig needs the ConfigProvider of the root layout.');
  return value;
}
