import { type Random, uuidAt } from './random.ts';
import type { ResolvedEvent, ResolvedOrganization } from './resolve.ts';
import type { WorldRows } from './rows.ts';
import { sameDay } from './time.ts';

/** Adds what an organization has written down: itself, its look, its speakers and its events. */
export function addOrganization(
  rows: WorldRows,
  organization: ResolvedOrganization,
  userIds: ReadonlyMap<string, string>,
  random: Random,
): void {
  const { id: org_id, content, createdAt: created_at } = organization;
  rows['app_public.organizations'].push({
    id: org_id,
    name: content.name,
    slug: content.slug,
    description: content.description,
    website_url: content.websiteUrl,
    is_verified: true,
    created_at,
    updated_at: created_at,
  });
  rows['app_public.org_branding'].push({
    id: uuidAt(random, created_at),
    org_id,
    tagline: content.tagline,
    logo_url: content.logoUrl,
    cover_image_url: content.coverImageUrl,
    colors: content.colors,
    terms_of_service: content.termsOfService,
    privacy_policy: content.privacyPolicy,
    updated_at: created_at,
  });
  for (const member of content.team) {
    rows['app_public.org_members'].push({
      id: uuidAt(random, created_at),
      org_id,
      user_id: userIds.get(member.email),
      role: member.role,
      joined_at: created_at,
    });
  }
  for (const speaker of content.speakers) {
    rows['app_public.speakers'].push({
      id: organization.speakerIds.get(speaker.key),
      org_id,
      name: speaker.name,
      title: speaker.title,
      bio: speaker.bio,
      photo_url: `/demo/people/${speaker.key}.svg`,
      created_at,
      updated_at: created_at,
    });
  }
  for (const event of organization.events) {
    addEvent(rows, event, new URL(content.websiteUrl).hostname);
    addTicketTypes(rows, event);
    addAgenda(rows, event, organization.speakerIds, random);
  }
}

function addEvent(rows: WorldRows, event: ResolvedEvent, mailDomain: string): void {
  const { id: event_id, orgId: org_id, content, startsAt, endsAt, createdAt } = event;
  rows['app_public.events'].push({
    id: event_id,
    org_id,
    slug: content.slug,
    title: content.title,
    summary: content.summary,
    description: content.description,
    category: content.category,
    event_type: content.eventType,
    visibility: content.visibility ?? 'public',
    status: content.status,
    starts_at: startsAt,
    ends_at: endsAt,
    timezone: content.timezone,
    location: content.location,
    cover_image_url: `/demo/covers/${content.cover}.svg`,
    currency: content.currency,
    contact_email: `hello@${mailDomain}`,
    hold_seconds: content.holdSeconds ?? 900,
    max_tickets_per_order: content.maxPerOrder ?? 10,
    max_tickets_per_person: content.maxPerPerson ?? null,
    check_in_opens_at: content.checkIn
      ? sameDay(startsAt, content.timezone, -content.checkIn.opensDaysBefore, '00:00')
      : null,
    check_in_closes_at: content.checkIn
      ? sameDay(endsAt, content.timezone, content.checkIn.closesDaysAfter, '00:00')
      : null,
    cancellable_until: event.cancellableUntil,
    cancellation_refund_percent: content.cancellable?.refundPercent ?? 100,
    published_at: event.publishedAt,
    cancelled_at: event.cancelledAt,
    cancellation_reason: content.cancellation?.reason ?? null,
    created_at: createdAt,
    updated_at: event.cancelledAt ?? event.publishedAt ?? createdAt,
  });
  for (const link of content.links ?? []) {
    rows['app_public.event_links'].push({
      org_id,
      event_id,
      token: link.token,
      label: link.label,
      unlocks_hidden: link.unlocksHidden,
      created_at: createdAt,
    });
  }
  for (const gate of event.gates) {
    rows['app_public.gates'].push({
      id: gate.id,
      org_id,
      event_id,
      name: gate.name,
      created_at: createdAt,
    });
  }
}

function addTicketTypes(rows: WorldRows, event: ResolvedEvent): void {
  const { id: event_id, orgId: org_id, content, createdAt: created_at } = event;
  const quotaId = (key: string): string => {
    const id = event.quotaIds.get(key);
    if (!id) throw new Error(`${content.slug} has no quota ${key}.`);
    return id;
  };
  for (const quota of content.quotas) {
    // held_count and sold_count follow once the sales are known.
    rows['app_public.quotas'].push({
      id: quotaId(quota.key),
      org_id,
      event_id,
      name: quota.name,
      kind: quota.kind,
      capacity: quota.capacity,
      held_count: 0,
      sold_count: 0,
      created_at,
      updated_at: created_at,
    });
  }
  event.ticketTypes.forEach((type, index) => {
    rows['app_public.ticket_types'].push({
      id: type.id,
      org_id,
      event_id,
      name: type.content.name,
      description: type.content.description,
      price_minor: type.content.priceMinor,
      currency: content.currency,
      position: index + 1,
      sale_starts_at: type.saleStartsAt,
      sale_ends_at: type.saleEndsAt,
      min_per_order: type.content.minPerOrder ?? 1,
      max_per_order: type.content.maxPerOrder ?? content.maxPerOrder ?? 10,
      is_hidden: type.content.isHidden ?? false,
      is_active: true,
      created_at,
      updated_at: created_at,
    });
    for (const key of type.content.quotas) {
      rows['app_public.ticket_type_quotas'].push({
        org_id,
        event_id,
        ticket_type_id: type.id,
        quota_id: quotaId(key),
      });
    }
  });
}

function addAgenda(
  rows: WorldRows,
  event: ResolvedEvent,
  speakerIds: ReadonlyMap<string, string>,
  random: Random,
): void {
  const { id: event_id, orgId: org_id, content, startsAt, createdAt: created_at } = event;
  for (const session of content.sessions ?? []) {
    const session_id = uuidAt(random, created_at);
    rows['app_public.sessions'].push({
      id: session_id,
      org_id,
      event_id,
      title: session.title,
      description: session.description,
      room: session.room ?? null,
      track: session.track ?? null,
      starts_at: sameDay(startsAt, content.timezone, session.day, session.from),
      ends_at: sameDay(startsAt, content.timezone, session.day, session.to),
      capacity: session.capacity ?? null,
      tags: session.tags ?? [],
      created_at,
      updated_at: created_at,
    });
    for (const entry of session.speakers ?? []) {
      const { key, role } = typeof entry === 'string' ? { key: entry, role: 'speaker' } : entry;
      const speaker_id = speakerIds.get(key);
      if (!speaker_id) throw new Error(`${session.title}: nobody is called ${key}.`);
      rows['app_public.session_speakers'].push({
        id: uuidAt(random, created_at),
        org_id,
        session_id,
        speaker_id,
        role,
      });
    }
  }
}
