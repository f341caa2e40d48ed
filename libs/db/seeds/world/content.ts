import type { LocalTime } from '../time.ts';

/** The content of the demo world as people wrote it: no ids, all times relative to the seeding. */
export type OrganizationContent = {
  slug: string;
  name: string;
  /** Longer than anything that happens below; when the organization joined. */
  foundedDaysAgo: number;
  websiteUrl: string;
  tagline: string;
  description: string;
  logoUrl: string;
  coverImageUrl: string;
  colors: { primary: string; accent: string; onPrimary: string };
  termsOfService: string;
  privacyPolicy: string;
  team: readonly MemberContent[];
  speakers: readonly SpeakerContent[];
  events: readonly EventContent[];
};

export type MemberContent = {
  role: 'owner' | 'admin' | 'staff';
  name: string;
  email: string;
  locale?: 'en' | 'de';
};

export type SpeakerContent = { key: string; name: string; title: string; bio: string };

export type EventContent = {
  slug: string;
  title: string;
  summary: string;
  description: string;
  category: 'conference' | 'concert' | 'workshop' | 'webinar' | 'meetup' | 'festival' | 'other';
  eventType: 'in_person' | 'online' | 'hybrid';
  visibility?: 'unlisted';
  status: 'published' | 'draft' | 'cancelled';
  cancellation?: { daysAgo: number; reason: string };
  starts: LocalTime;
  /** `days` after the day it starts. */
  ends: { days: number; at: string };
  /** Where the door is open far longer than the usual hours around the event. */
  checkIn?: { opensDaysBefore: number; closesDaysAfter: number };
  timezone: string;
  location: {
    venue?: string;
    address?: string;
    city?: string;
    country?: string;
    room?: string;
    latitude?: number;
    longitude?: number;
    onlineUrl?: string;
  };
  cover: string;
  currency: string;
  /** When it was published; drafts count from their creation. */
  announcedDaysAgo: number;
  maxPerOrder?: number;
  maxPerPerson?: number;
  holdSeconds?: number;
  /** Until midnight before that day guests may cancel themselves. */
  cancellable?: { daysBefore: number; refundPercent: number };
  quotas: readonly QuotaContent[];
  ticketTypes: readonly TicketTypeContent[];
  links?: readonly { token: string; label: string; unlocksHidden: boolean }[];
  sessions?: readonly SessionContent[];
  gates?: readonly string[];
  sales?: SalesContent;
};

export type QuotaContent = { key: string; name: string; kind: 'event' | 'pool'; capacity: number };

export type TicketTypeContent = {
  key: string;
  name: string;
  description: string;
  priceMinor: number;
  /** Keys of quotas; none means without limit. */
  quotas: readonly string[];
  /** Days from the day of seeding, at noon in the event's zone; negative is past. */
  saleStartsInDays?: number;
  saleEndsInDays?: number;
  minPerOrder?: number;
  maxPerOrder?: number;
  isHidden?: boolean;
  /** Tickets confirmed by the day of seeding. */
  sold: number;
};

export type SalesContent = {
  /** Sizes of orders with their weights. */
  orderSizes: readonly (readonly [number, number])[];
  /** How much of the campaign happens in the first days, between, and before the end of the sale. */
  curve: { burst: number; steady: number; rush: number };
  /** Orders that ran out, as a share of confirmed ones. */
  expiredShare: number;
  /** Confirmed orders that were called off later, with the money returned. */
  cancelledShare: number;
  /** Orders held at the moment of seeding. */
  heldOrders?: number;
  /** Share of German speaking buyers. */
  germanShare: number;
  /** For events that have begun: share of ticket holders who came, and when. */
  attendance?: AttendanceContent;
};

export type AttendanceContent = {
  share: number;
  /** Minutes relative to the start: when the doors open, when most arrive, how far they spread. */
  doors: { opens: number; peak: number; spread: number };
  /** Spread over the days until now instead of the first hour. */
  overDays?: boolean;
};

export type SessionContent = {
  title: string;
  description: string;
  room?: string;
  track?: string;
  /** Days after the day the event starts. */
  day: number;
  from: string;
  to: string;
  capacity?: number;
  tags?: readonly string[];
  speakers?: readonly (string | { key: string; role: string })[];
};
