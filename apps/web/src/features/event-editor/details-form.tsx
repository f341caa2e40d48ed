'use client';

import type { ReactNode } from 'react';
import { useT } from '@/lib/i18n/client';
import type { Result } from '@/lib/result';
import { Form, FormActions, SubmitButton, type ZodForm } from '@/ui/form';
import { UnsavedGuard } from '@/ui/form/unsaved-guard';
import { BasicsSection } from './basics-section';
import { CancellationSection } from './cancellation-section';
import type { EventDetails, ValidDetails } from './details-schema';
import { LookSection } from './look-section';
import { PlaceSection } from './place-section';
import { SalesSection } from './sales-section';
import { TransferSection } from './transfer-section';
import { ValidateOnLeave } from './validate-on-leave';
import { WhenSection } from './when-section';

export type DetailsForm = ZodForm<EventDetails, ValidDetails>;

/** What an event is, when, where, how it looks and how it is sold: one form for new and old events. */
export function EventDetailsForm({
  form,
  orgSlug,
  isNew,
  isPublished = false,
  isCurrencyLocked,
  submitLabel,
  onSubmit,
  secondary,
}: {
  form: DetailsForm;
  orgSlug: string;
  isNew: boolean;
  /** Its address is known to people. */
  isPublished?: boolean;
  isCurrencyLocked: boolean;
  submitLabel: string;
  onSubmit: (values: ValidDetails) => Promise<Result<unknown> | undefined>;
  secondary?: ReactNode;
}) {
  const t = useT('event-editor');
  return (
    <Form
      form={form}
      onSubmit={onSubmit}
      failureFields={{ SLUG_TAKEN: 'slug' }}
      className="max-w-3xl"
    >
      <ValidateOnLeave form={form} className="flex flex-col gap-5">
        <BasicsSection form={form} orgSlug={orgSlug} isNew={isNew} isPublished={isPublished} />
        <WhenSection form={form} />
        <PlaceSection form={form} />
        <LookSection form={form} />
        <SalesSection form={form} isCurrencyLocked={isCurrencyLocked} />
        <CancellationSection form={form} />
        <TransferSection form={form} />
      </ValidateOnLeave>
      <FormActions>
        {secondary}
        <SubmitButton>{submitLabel}</SubmitButton>
      </FormActions>
      <UnsavedGuard
        when={form.formState.isDirty}
        title={t('unsaved.title')}
        text={t('unsaved.text')}
        leaveLabel={t('unsaved.leave')}
      />
    </Form>
  );
}
