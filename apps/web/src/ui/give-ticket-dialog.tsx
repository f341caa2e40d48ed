'use client';

import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { useT } from '@/lib/i18n/client';
import type { Result } from '@/lib/result';
import { Button } from './button';
import { Dialog } from './dialog';
import { Form, FormActions, SubmitButton, TextField, useZodForm } from './form';
import { useToast } from './toast';

/** Limits are those of the table `tickets`. */
const schema = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email('common:validation.email').max(254),
});
export type NewHolder = z.output<typeof schema>;

/** Gives one ticket to somebody else: to whom, what follows from it, and the one button that does it. */
export function GiveTicketDialog({
  attendeeName,
  isOrganizer = false,
  onGive,
}: {
  attendeeName: string;
  /** Organizers can give it back; guests cannot. */
  isOrganizer?: boolean;
  onGive: (to: NewHolder) => Promise<Result<unknown>>;
}) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button aria-label={t('giveTicket.buttonOf', { name: attendeeName })}>
          <UserRoundPlus aria-hidden="true" />
          {t('giveTicket.button')}
        </Button>
      }
      title={t('giveTicket.title', { name: attendeeName })}
      description={t('giveTicket.text')}
      width="sm"
    >
      <GiveTicketForm isOrganizer={isOrganizer} onGive={onGive} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function GiveTicketForm({
  isOrganizer,
  onGive,
  onDone,
}: {
  isOrganizer: boolean;
  onGive: (to: NewHolder) => Promise<Result<unknown>>;
  onDone: () => void;
}) {
  const t = useT();
  const toast = useToast();
  const form = useZodForm(schema, { defaultValues: { name: '', email: '' } });
  return (
    <Form
      form={form}
      onSubmit={async (to) => {
        const result = await onGive(to);
        if (result.ok) {
          toast({ title: t('giveTicket.done', to), text: t('giveTicket.doneText', to) });
          onDone();
        }
        return result;
      }}
    >
      <TextField
        {...form.field('name')}
        label={t('giveTicket.name')}
        required
        autoComplete="off"
        autoCapitalize="words"
      />
      <TextField
        {...form.field('email')}
        label={t('giveTicket.email')}
        hint={t('giveTicket.emailHint')}
        required
        type="email"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-muted">
        <li>{t('giveTicket.newCode')}</li>
        <li>{t('giveTicket.oldCode')}</li>
        <li>{t(isOrganizer ? 'giveTicket.undoByYou' : 'giveTicket.noUndo')}</li>
      </ul>
      <FormActions>
        <Button onClick={onDone}>{t('actions.cancel')}</Button>
        <SubmitButton>{t('giveTicket.confirm')}</SubmitButton>
      </FormActions>
    </Form>
  );
}
