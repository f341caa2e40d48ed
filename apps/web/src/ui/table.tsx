// biome-ignore-all lint/a11y/noRedundantRoles: `display: block` on phones takes a table's roles away, so they are said
import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { cx } from './cx';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'start' | 'end';
  /** The column that names the row: its header cell, and the title of its card on phones. */
  primary?: boolean;
  /** Left out on phones, where a card has less room. */
  hideOnPhone?: boolean;
  /** Makes the header a link that sorts; the address carries the order. */
  sort?: { href: string; direction?: 'ascending' | 'descending' };
};

/**
 * One table that reads as cards on phones: the same rows and cells, laid out anew by CSS, so there
 * is nothing twice for a screen reader. Roles are said, because `display` takes them away.
 */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  actions,
  actionsLabel,
  className,
}: {
  /** What the table holds; read aloud, not shown. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  actions?: (row: Row) => ReactNode;
  actionsLabel?: string;
  className?: string;
}) {
  return (
    <div
      className={cx(
        'forced-border relative md:overflow-x-auto md:rounded-card md:border md:border-line md:bg-surface',
        className,
      )}
    >
      <table role="table" className="w-full border-collapse text-sm max-md:block">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="max-md:sr-only">
          <tr role="row" className="border-b border-line">
            {columns.map(({ key, header, align, sort }) => (
              <th
                key={key}
                role="columnheader"
                scope="col"
                aria-sort={sort?.direction}
                className={cx(
                  'px-4 py-3 text-xs font-semibold whitespace-nowrap text-muted',
                  align === 'end' ? 'text-right' : 'text-left',
                )}
              >
                {sort ? (
                  <Link
                    href={sort.href}
                    className="inline-flex items-center gap-1 text-inherit no-underline hover:text-ink"
                  >
                    {header}
                    {sort.direction === 'ascending' ? (
                      <ArrowUp aria-hidden="true" className="size-3.5" />
                    ) : null}
                    {sort.direction === 'descending' ? (
                      <ArrowDown aria-hidden="true" className="size-3.5" />
                    ) : null}
                  </Link>
                ) : (
                  header
                )}
              </th>
            ))}
            {actions ? (
              <th role="columnheader" scope="col" className="px-4 py-3">
                <span className="sr-only">{actionsLabel}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-md:flex max-md:flex-col max-md:gap-3">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className="border-line max-md:flex max-md:flex-col max-md:gap-2 max-md:rounded-card max-md:border max-md:bg-surface max-md:p-4 max-md:shadow-card md:border-b md:last:border-0 md:hover:bg-sunken/60"
            >
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
              {actions ? (
                <td role="cell" className="md:px-4 md:py-2 md:text-right">
                  {actions(row)}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const Element = column.primary ? 'th' : 'td';
  return (
    <Element
      role={column.primary ? 'rowheader' : 'cell'}
      scope={column.primary ? 'row' : undefined}
      className={cx(
        'min-w-0 text-left font-normal md:px-4 md:py-3',
        column.primary
          ? 'font-semibold max-md:text-base'
          : 'max-md:flex max-md:items-baseline max-md:justify-between max-md:gap-4',
        column.align === 'end' && 'tabular md:text-right',
        column.hideOnPhone && 'max-md:hidden',
      )}
    >
      {column.primary ? null : (
        <span aria-hidden="true" className="shrink-0 text-xs text-muted md:hidden">
          {column.header}
        </span>
      )}
      <span className={cx('min-w-0', !column.primary && 'max-md:text-right')}>
        {column.cell(row)}
      </span>
    </Element>
  );
}
