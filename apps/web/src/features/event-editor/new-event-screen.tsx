'use client';

import { useRouter } from 'next/navigation';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { useReaderZone } from '@/ui/date-range';
import { useZodForm } from '@/ui/form';
import { PageHeader } from '@/ui/page-header';
import { ErrorState, LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { namesPlace } from './choices';
import { EventDetailsForm } from './details-form';
import {
  detailsSchema,
  type EventDetails,
  newEvent,
  toPatch,
  type ValidDetails,
} from './details-schema';
import { useEditorAccess } from './use-editor-access';
import { useSaveEvent } from './use-save-event';

/** The first half of creating an event; the tickets follow on a page of their own. */
export function NewEventScreen({ orgSlug }: { orgSlug: string }) {
  const t = useT('event-editor');
  const access = useEditorAccess(orgSlug);
  const zone = useReaderZone();
  if (access.error) return <ErrorState level={1} error={access.error} onRetry={access.retry} />;
  if (access.isPending || zone === null) return <LoadingState lines={6} />;
  if (!access.organization || !access.isMember) {
    return <ErrorState level={1} error={t('notFound')} />;
  }
  return (
    <>
      <PageHeader
        title={t('new.title')}
        eyebrow={access.organization.name}
        description={t('new.description')}
      />
      {access.mayEdit ? (
        <NewEventForm orgId={access.organization.id} orgSlug={orgSlug} zone={zone} />
      ) : (
        <Alert>{t('staffNote')}</Alert>
      )}
    </>
  );
}

function NewEventForm({ orgId, orgSlug, zone }: { orgId: string; orgSlug: string; zone: string }) {
  const t = useT('event-editor');
  const router = useRouter();
  const toast = useToast();
  const { create, createLink, explain } = useSaveEvent(orgSlug);
  const form = useZodForm<ValidDetails, EventDetails>(detailsSchema, {
    defaultValues: newEvent(namesPlace(zone) ? zone : 'UTC'),
  });

  const submit = async (values: ValidDetails) => {
    const result = await create.run({ event: { orgId, ...toPatch(values) } });
    if (!result.ok) return { ...result, error: await explain(result.error, values.slug) };
    const event = result.data.createEvent?.event;
    if (!event) return result;
    if (values.visibility === 'unlisted') {
      // Without a link nobody could see it; should this fail, the details page offers it again.
      await createLink.run({ link: { orgId, eventId: event.id, label: t('links.firstLabel') } });
    }
    form.reset(values);
    toast({ title: t('new.created'), text: t('new.createdNext') });
    router.push(`/organize/${orgSlug}/events/${event.id}/tickets`);
    return result;
  };

  return (
    <EventDetailsForm
      form={form}
      orgSlug={orgSlug}
      isNew
      isCurrencyLocked={false}
      submitLabel={t('new.submit')}
      onSubmit={submit}
    />
  );
}
