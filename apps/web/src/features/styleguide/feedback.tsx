'use client';

import { Ban, CircleCheck, Download, Mail, Star, Users } from 'lucide-react';
import { FailureError } from '@/lib/result';
import { Alert } from '@/ui/alert';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Countdown } from '@/ui/countdown';
import { DateRange } from '@/ui/date-range';
import { ConfirmDialog, Dialog } from '@/ui/dialog';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/ui/menu';
import { Money } from '@/ui/money';
import { Progress } from '@/ui/progress';
import { QrCode } from '@/ui/qr-code';
import { Sheet } from '@/ui/sheet';
import { Skeleton } from '@/ui/skeleton';
import { Spinner } from '@/ui/spinner';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { useToast } from '@/ui/toast';
import { Tooltip } from '@/ui/tooltip';
import { sample } from './sample-text';
import { Row, Section } from './section';

const statuses =
  'draft published cancelled pending confirmed expired checked_in failed refunded on_sale held sold_out not_yet ended';

export function Feedback({ countdownUntil }: { countdownUntil: string }) {
  const toast = useToast();
  const failure = new FailureError({
    code: 'NETWORK',
    message: '',
    requestId: '7c1d-20f4',
  });
  return (
    <>
      <Section id="feedback" title={sample.sections.feedback}>
        <div className="grid gap-3 md:grid-cols-2">
          <Alert title={sample.alertTitle}>{sample.info}</Alert>
          <Alert tone="positive">{sample.positive}</Alert>
          <Alert tone="caution">{sample.caution}</Alert>
          <Alert tone="critical" action={<Button size="sm">{sample.save}</Button>}>
            {sample.critical}
          </Alert>
        </div>
        <Row>
          <Badge>{sample.badge}</Badge>
          <Badge tone="brand" icon={<Star aria-hidden="true" />}>
            {sample.badge}
          </Badge>
          {statuses.split(' ').map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
        </Row>
        <Progress label={sample.progress} value={1284} max={1500} valueText={sample.progressText} />
        <Row>
          <Spinner className="size-6" />
          <Skeleton className="h-11 w-40" />
          <Avatar name={sample.nameValue} size="sm" />
          <Avatar name={sample.nameValue} />
          <Avatar name={sample.organizations[0].name} shape="square" size="lg" />
        </Row>
      </Section>
      <Section id="time" title={sample.sections.time}>
        <Row>
          <Countdown until={countdownUntil} />
          <span className="font-semibold">
            <Money amountMinor={14900} currency="EUR" />
          </span>
          <Money amountMinor="0" currency="EUR" free />
        </Row>
        <DateRange
          start="2026-11-21T18:00:00Z"
          end="2026-11-21T21:30:00Z"
          zone="America/New_York"
        />
        <DateRange start="2027-05-12T07:00:00Z" end="2027-05-14T16:00:00Z" zone="Europe/Berlin" />
        <div className="w-40">
          <QrCode value="https://foyer.example/t/ABCDE-12345" label={sample.qr} />
        </div>
      </Section>
      <Section id="overlays" title={sample.sections.overlays}>
        <Row>
          <Dialog
            trigger={<Button>{sample.dialog}</Button>}
            title={sample.dialogTitle}
            description={sample.dialogText}
            footer={<Button variant="primary">{sample.save}</Button>}
          >
            <p>{sample.body}</p>
          </Dialog>
          <ConfirmDialog
            trigger={<Button>{sample.confirm}</Button>}
            title={sample.danger}
            description={sample.dialogText}
            confirmLabel={sample.danger}
            onConfirm={() => undefined}
          />
          <Sheet trigger={<Button>{sample.sheet}</Button>} title={sample.sheetTitle}>
            <p>{sample.body}</p>
          </Sheet>
          <Menu align="start" trigger={<Button>{sample.menu}</Button>}>
            <MenuLabel>{sample.menuLabel}</MenuLabel>
            <MenuItem icon={<Mail aria-hidden="true" />} onSelect={() => undefined}>
              {sample.menuItems[0]}
            </MenuItem>
            <MenuItem icon={<Download aria-hidden="true" />} onSelect={() => undefined}>
              {sample.menuItems[1]}
            </MenuItem>
            <MenuSeparator />
            <MenuItem tone="danger" icon={<Ban aria-hidden="true" />} onSelect={() => undefined}>
              {sample.menuItems[2]}
            </MenuItem>
          </Menu>
          <Tooltip text={sample.tooltipText}>
            <Button>{sample.tooltip}</Button>
          </Tooltip>
          <Button onClick={() => toast({ title: sample.toastTitle, text: sample.toastText })}>
            <CircleCheck aria-hidden="true" />
            {sample.toast}
          </Button>
        </Row>
      </Section>
      <Section id="states" title={sample.sections.states}>
        <div className="grid items-start gap-5 lg:grid-cols-3">
          <LoadingState lines={3} />
          <EmptyState
            level={3}
            icon={<Users aria-hidden="true" />}
            title={sample.empty}
            text={sample.emptyText}
            action={<Button variant="primary">{sample.add}</Button>}
          />
          <ErrorState level={3} title={sample.failure} error={failure} onRetry={() => undefined} />
        </div>
      </Section>
    </>
  );
}
