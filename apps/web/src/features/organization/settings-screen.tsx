'use client';

import { useMemo } from 'react';
import {
  OrganizationSettingsDocument,
  type OrganizationSettingsQuery,
  OrganizerEventsDocument,
  SaveOrganizationSettingsDocument,
} from '@/gql/graphql';
import { useOrganizerRole } from '@/lib/auth/use-organizer-role';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Card, CardHeader } from '@/ui/card';
import { Form, FormActions, SubmitButton, TextareaField, TextField, useZodForm } from '@/ui/form';
import { UnsavedGuard } from '@/ui/form/unsaved-guard';
import { PageHeader } from '@/ui/page-header';
import { ErrorState, LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { BrandPreview } from './brand-preview';
import { ColorField } from './color-field';
import { PicturePreview } from './picture-preview';
import { type Settings, settingsSchema, storedColors } from './settings-schema';

type Organization = NonNullable<OrganizationSettingsQuery['organizationBySlug']>;

/** Name, words and colours of an organization. */
export function SettingsScreen({ slug }: { slug: string }) {
  const t = useT('organization');
  const { role, mayEdit, isKnown } = useOrganizerRole(slug);
  const { data, error, isPending, refetch } = useGraphQuery(
    OrganizationSettingsDocument,
    { slug },
    // What is being typed is not to be exchanged below the hands.
    { refetchOnWindowFocus: false },
  );
  if (error && !data) return <ErrorState level={1} error={error} onRetry={() => void refetch()} />;
  if (isPending || !isKnown) return <LoadingState lines={6} />;
  const organization = data.organizationBySlug;
  if (!organization || role === null) return <ErrorState level={1} error={t('notFound')} />;
  return (
    <>
      <PageHeader
        title={t('settings.title')}
        eyebrow={organization.name}
        description={t('settings.description', { name: organization.name })}
      />
      {mayEdit ? (
        <SettingsForm key={organization.id} organization={organization} />
      ) : (
        <Alert>{t('settings.staffNote')}</Alert>
      )}
    </>
  );
}

function SettingsForm({ organization }: { organization: Organization }) {
  const t = useT('organization');
  const toast = useToast();
  const save = useGraphMutation(SaveOrganizationSettingsDocument, {
    invalidate: [OrganizationSettingsDocument, OrganizerEventsDocument],
  });
  const branding = organization.orgBranding;
  const colors = useMemo(() => storedColors.parse(branding?.colors), [branding?.colors]);
  const form = useZodForm<Settings, Settings>(settingsSchema, {
    defaultValues: {
      name: organization.name,
      tagline: branding?.tagline ?? '',
      description: organization.description,
      websiteUrl: organization.websiteUrl ?? '',
      logoUrl: branding?.logoUrl ?? '',
      coverImageUrl: branding?.coverImageUrl ?? '',
      primary: colors.primary ?? '#1d4ed8',
      accent: colors.accent ?? '#f59e0b',
      termsOfService: branding?.termsOfService ?? '',
      privacyPolicy: branding?.privacyPolicy ?? '',
    },
  });
  const now = form.watch();
  const pick = (name: 'primary' | 'accent') => (color: string) =>
    form.setValue(name, color, {
      shouldDirty: true,
      shouldValidate: form.formState.isSubmitted,
    });

  const submit = async (values: Settings) => {
    const result = await save.run({
      id: organization.id,
      organization: {
        name: values.name,
        description: values.description,
        websiteUrl: values.websiteUrl || null,
      },
      branding: {
        tagline: values.tagline || null,
        logoUrl: values.logoUrl || null,
        coverImageUrl: values.coverImageUrl || null,
        colors: { ...colors, primary: values.primary, accent: values.accent },
        termsOfService: values.termsOfService || null,
        privacyPolicy: values.privacyPolicy || null,
      },
    });
    if (result.ok) {
      form.reset(values);
      toast({ title: t('settings.saved') });
    }
    return result;
  };

  return (
    <Form form={form} onSubmit={submit} className="max-w-3xl">
      <Card as="section">
        <CardHeader title={t('settings.about')} />
        <div className="flex flex-col gap-5">
          <TextField
            {...form.field('name')}
            label={t('settings.name')}
            required
            autoComplete="organization"
          />
          <TextField
            {...form.field('tagline')}
            label={t('settings.tagline')}
            hint={t('settings.taglineHint')}
          />
          <TextareaField
            {...form.field('description')}
            label={t('settings.describe')}
            hint={t('settings.describeHint')}
            rows={6}
          />
          <TextField
            {...form.field('websiteUrl')}
            label={t('settings.website')}
            inputMode="url"
            autoCapitalize="none"
            placeholder="https://"
          />
        </div>
      </Card>
      <Card as="section">
        <CardHeader title={t('settings.look')} description={t('settings.lookText')} />
        <div className="flex flex-col gap-5">
          <div className="grid gap-5 sm:grid-cols-2">
            <ColorField
              binding={form.field('primary')}
              label={t('settings.primary')}
              hint={t('settings.primaryHint')}
              value={now.primary}
              onPick={pick('primary')}
            />
            <ColorField
              binding={form.field('accent')}
              label={t('settings.accent')}
              hint={t('settings.accentHint')}
              value={now.accent}
              onPick={pick('accent')}
            />
          </div>
          <BrandPreview {...now} />
          <div className="flex flex-col gap-2">
            <TextField
              {...form.field('logoUrl')}
              label={t('settings.logo')}
              hint={t('settings.logoHint')}
              inputMode="url"
              autoCapitalize="none"
            />
            <PicturePreview src={now.logoUrl} shape="logo" />
          </div>
          <div className="flex flex-col gap-2">
            <TextField
              {...form.field('coverImageUrl')}
              label={t('settings.cover')}
              hint={t('settings.coverHint')}
              inputMode="url"
              autoCapitalize="none"
            />
            <PicturePreview src={now.coverImageUrl} shape="cover" />
          </div>
        </div>
      </Card>
      <Card as="section">
        <CardHeader title={t('settings.legal')} description={t('settings.legalText')} />
        <div className="flex flex-col gap-5">
          <TextareaField {...form.field('termsOfService')} label={t('settings.terms')} rows={6} />
          <TextareaField {...form.field('privacyPolicy')} label={t('settings.privacy')} rows={6} />
        </div>
      </Card>
      <FormActions>
        <SubmitButton>{t('common:actions.save')}</SubmitButton>
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
