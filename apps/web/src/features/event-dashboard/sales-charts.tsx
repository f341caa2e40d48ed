'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { EventChartsQuery } from '@/gql/graphql';
import { formatDateTime, formatTime, isOneDay } from '@/lib/format/dates';
import { formatMoney, formatNumber, minorUnits } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';

type Point = { label: string; count: number; detail?: string };

/** Sales by day and admissions by quarter of an hour: as a picture, in a sentence, and as a table. */
export default function SalesCharts({
  charts,
  zone,
  currency,
}: {
  charts: EventChartsQuery;
  zone: string;
  currency: string;
}) {
  const t = useT('event-dashboard');
  const { formatLocale } = useLocale();
  // A day is a calendar day of the event already; reading it as UTC keeps it that day.
  const dayFormat = new Intl.DateTimeFormat(formatLocale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const days: Point[] = (charts.eventSalesByDay?.nodes ?? []).map(
    ({ day, ticketCount, revenueMinor }) => ({
      label: day ? dayFormat.format(new Date(`${day}T00:00:00Z`)) : '',
      count: minorUnits(ticketCount),
      detail: formatMoney({ amountMinor: minorUnits(revenueMinor), currency }, formatLocale),
    }),
  );
  const admissions = charts.eventCheckInsOverTime?.nodes ?? [];
  const [first, last] = [admissions[0]?.startingAt, admissions.at(-1)?.startingAt];
  const formatQuarter = first && last && isOneDay(first, last, zone) ? formatTime : formatDateTime;
  const quarters: Point[] = admissions.map(({ startingAt, checkInCount }) => ({
    label: startingAt ? formatQuarter(startingAt, zone, formatLocale) : '',
    count: minorUnits(checkInCount),
  }));
  const total = (points: Point[]) =>
    formatNumber(
      points.reduce((sum, { count }) => sum + count, 0),
      formatLocale,
    );

  return (
    <div className="grid gap-4 lg:grid-cols-2 [&>*:only-child]:lg:col-span-2">
      <Card as="section">
        <CardHeader
          title={t('salesChart')}
          description={
            days.length > 0
              ? t('salesChartText', { count: days.length, total: total(days) })
              : t('noSales')
          }
        />
        {days.length > 0 ? <Chart points={days} axis={t('day')} color="var(--brand)" /> : null}
      </Card>
      {quarters.length > 0 ? (
        <Card as="section">
          <CardHeader
            title={t('checkInChart')}
            description={t('checkInChartText', { count: quarters.length, total: total(quarters) })}
          />
          <Chart points={quarters} axis={t('time')} color="var(--positive)" />
        </Card>
      ) : null}
    </div>
  );
}

function Chart({ points, axis, color }: { points: Point[]; axis: string; color: string }) {
  const t = useT('event-dashboard');
  return (
    <>
      <div className="h-56 text-xs" aria-hidden="true">
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={points}
            margin={{ top: 4, right: 0, bottom: 0, left: -20 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="label"
              tickLine={false}
              axisLine={false}
              minTickGap={24}
              tick={{ fill: 'var(--muted)' }}
            />
            <YAxis
              allowDecimals={false}
              tickLine={false}
              axisLine={false}
              tick={{ fill: 'var(--muted)' }}
            />
            <Tooltip
              cursor={{ fill: 'var(--sunken)' }}
              content={({ active, payload }) => {
                const point = payload?.[0]?.payload as Point | undefined;
                return active && point ? (
                  <div className="rounded-control border border-line bg-raised px-3 py-2 text-sm shadow-float">
                    <p className="font-semibold">{point.label}</p>
                    <p className="tabular">
                      {point.count} {t('tickets')}
                      {point.detail ? ` · ${point.detail}` : null}
                    </p>
                  </div>
                ) : null;
              }}
            />
            <Bar dataKey="count" fill={color} radius={[3, 3, 0, 0]} isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <details className="mt-3 text-sm">
        <summary className="flex min-h-11 cursor-pointer items-center text-muted underline-offset-4 hover:underline">
          {t('showTable')}
        </summary>
        <table className="tabular w-full">
          <thead>
            <tr className="text-left text-xs text-muted">
              <th scope="col" className="py-1">
                {axis}
              </th>
              <th scope="col" className="py-1 text-right">
                {t('tickets')}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ label, count, detail }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: points of time are in order and never move
              <tr key={index} className="border-t border-line">
                <th scope="row" className="py-1 text-left font-normal">
                  {label}
                </th>
                <td className="py-1 text-right">
                  {count}
                  {detail ? ` · ${detail}` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
