'use client';

import { Building2, Globe, Waypoints } from 'lucide-react';
import { useEffect } from 'react';
import { useT } from '@/lib/i18n/client';
import { slugify } from '@/lib/ids';
import { Card, CardHeader } from '@/ui/card';
import { RadioCardsField, SelectField, TextareaField, TextField } from '@/ui/form';
import type { DetailsForm } from './details-form';
import { detailsSchema } from './details-schema';

const { category, eventType } = detailsSchema.shape;

export function BasicsSection({
  form,
  orgSlug,
  isNew,
  isPublished,
}: {
  form: DetailsForm;
  orgSlug: string;
  isNew: boolean;
  isPublished: boolean;
}) {
  const t = useT('event-editor');
  const [title, summary] = form.watch(['title', 'summary']);
  const isSlugTyped = form.formState.dirtyFields.slug === true;
  const { setValue } = form;
  // Until somebody chooses an address, the title proposes one.
  useEffect(() => {
    if (isNew && !isSlugTyped) setValue('slug', slugify(title));
  }, [isNew, isSlugTyped, title, setValue]);
  const icons = { in_person: Building2, online: Globe, hybrid: Waypoints };

  return (
    <Card as="section">
      <CardHeader title={t('basics.title')} />
      <div className="flex flex-col gap-5">
        <TextField
          {...form.field('title')}
          label={t('basics.name')}
          required
          placeholder={t('basics.namePlaceholder')}
        />
        <TextField
          {...form.field('slug')}
          label={t('basics.slug')}
          required
          before={`/e/${orgSlug}/`}
          hint={t(isPublished ? 'basics.slugPublished' : 'basics.slugHint')}
          autoCapitalize="none"
          spellCheck={false}
        />
        <RadioCardsField
          {...form.field('eventType')}
          label={t('basics.eventType')}
          options={eventType.options.map((value) => {
            const Icon = icons[value];
            return {
              value,
              label: t(`basics.eventTypes.${value}`),
              icon: <Icon aria-hidden="true" />,
            };
          })}
        />
        <SelectField
          {...form.field('category')}
          label={t('basics.category')}
          required
          className="sm:max-w-xs"
          options={category.options.map((value) => ({
            value,
            label: t(`basics.categories.${value}`),
          }))}
        />
        <TextareaField
          {...form.field('summary')}
          label={t('basics.summary')}
          rows={2}
          hint={`${t('basics.summaryHint')} ${t('common:field.characters', { count: summary.length, max: 300 })}`}
        />
        <TextareaField
          {...form.field('description')}
          label={t('basics.description')}
          hint={t('basics.descriptionHint')}
          rows={8}
        />
      </div>
    </Card>
  );
}
