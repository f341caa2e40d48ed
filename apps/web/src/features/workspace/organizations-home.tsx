'use client';

import { Building2, ChevronRight, Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { CreateOrganizationDocument, MembershipsDocument } from '@/gql/graphql';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { slugify } from '@/lib/ids';
import { Avatar } from '@/ui/avatar';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Dialog } from '@/ui/dialog';
import { Form, FormActions, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { PageHeader } from '@/ui/page-header';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';

/** Where an organizer arrives: their organizations, or the founding of the first one. */
export function OrganizationsHome() {
  const t = useT('workspace');
  const isAsked = useSearchParams().get('new') === '1';
  const [isCreating, setCreating] = useState(isAsked);
  useEffect(() => setCreating(isAsked), [isAsked]);
  const { data, error, isPending, refetch } = useGraphQuery(MembershipsDocument, {});

  if (isPending) return <LoadingState />;
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const members = data.me?.orgMembers.nodes ?? [];
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('home.create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('home.title')} actions={members.length > 0 ? create : null} />
      {members.length === 0 ? (
        <EmptyState
          icon={<Building2 aria-hidden="true" />}
          title={t('home.emptyTitle')}
          text={t('home.emptyText')}
          action={create}
        />
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2">
          {members.map(({ id, role, organization }) =>
            organization ? (
              <Card
                as="li"
                key={id}
                padding="none"
                className="transition-shadow hover:shadow-float"
              >
                <Link
                  href={`/organize/${organization.slug}`}
                  className="flex items-center gap-4 rounded-card p-5 no-underline"
                >
                  <Avatar
                    name={organization.name}
                    src={organization.orgBranding?.logoUrl}
                    size="lg"
                    shape="square"
                  />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate text-lg font-semibold">
                      {organization.name}
                    </span>
                    <span className="block truncate text-sm text-muted">
                      /o/{organization.slug}
                    </span>
                  </span>
                  <Badge>{t(`home.role.${role}`)}</Badge>
                  <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-muted" />
                </Link>
              </Card>
            ) : null,
          )}
        </ul>
      )}
      <Dialog open={isCreating} onOpenChange={setCreating} title={t('create.title')}>
        <CreateOrganization />
      </Dialog>
    </>
  );
}

const schema = z.object({
  name: z.string().trim().min(1).max(120),
  slug: z.string().regex(/^[a-z0-9](-?[a-z0-9]){1,59}$/, 'workspace:create.slugRule'),
});

function CreateOrganization() {
  const t = useT('workspace');
  const router = useRouter();
  const create = useGraphMutation(CreateOrganizationDocument, {
    invalidate: [MembershipsDocument],
  });
  const form = useZodForm(schema, { defaultValues: { name: '', slug: '' } });
  const name = form.watch('name');
  const isSlugTyped = form.formState.dirtyFields.slug === true;
  const { setValue } = form;
  // Until they choose an address themselves, the name proposes one.
  useEffect(() => {
    if (!isSlugTyped) setValue('slug', slugify(name));
  }, [name, isSlugTyped, setValue]);

  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        const result = await create.run(values);
        if (result.ok)
          router.push(`/organize/${result.data.createOrganization?.result?.slug ?? ''}`);
        return result;
      }}
      failureFields={{ SLUG_TAKEN: 'slug' }}
      failureTexts={{ EMAIL_NOT_VERIFIED: t('create.verify') }}
    >
      <TextField
        {...form.field('name')}
        label={t('create.name')}
        required
        placeholder={t('create.namePlaceholder')}
        autoComplete="organization"
      />
      <TextField
        {...form.field('slug')}
        label={t('create.slug')}
        required
        hint={t('create.slugHint')}
        before="/o/"
        autoCapitalize="none"
        spellCheck={false}
      />
      <FormActions>
        <SubmitButton>{t('create.submit')}</SubmitButton>
      </FormActions>
    </Form>
  );
}
