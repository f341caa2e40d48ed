'use client';

import { useState } from 'react';

export const pageSize = 25;

type PageInfo = { hasNextPage: boolean; endCursor: string | null };

/**
 * Pages of a connection, forth and back again: `after` goes into the query, `pages(answer)` into
 * `<Pagination>`. Call `reset` when the question changes.
 */
export function useCursorPages() {
  const [cursors, setCursors] = useState<string[]>([]);
  return {
    after: cursors.at(-1) ?? null,
    reset: () => setCursors([]),
    pages: (info: PageInfo, shownCount: number, total: number) => {
      const from = cursors.length * pageSize;
      const { endCursor } = info;
      return {
        onPrevious: cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined,
        onNext:
          info.hasNextPage && endCursor ? () => setCursors([...cursors, endCursor]) : undefined,
        shown: { from: shownCount === 0 ? 0 : from + 1, to: from + shownCount, total },
      };
    },
  };
}
