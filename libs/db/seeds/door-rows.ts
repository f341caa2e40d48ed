import { createRandom, type Random, uuidAt } from './random.ts';
import type { ResolvedEvent } from './resolve.ts';
import type { WorldRows } from './rows.ts';
import type { SoldTicket } from './sales-rows.ts';
import { DAY, HOUR, instantOf, localParts, MINUTE } from './time.ts';

type Device = { id: string; gateId: string; share: number };

const plus = (at: Date, milliseconds: number) => new Date(at.getTime() + milliseconds);

/** Adds what happened at the door of an event that has begun: devices, scans, admissions, refusals. */
export function addDoor(
  rows: WorldRows,
  event: ResolvedEvent,
  tickets: readonly SoldTicket[],
  now: Date,
): void {
  const attendance = event.content.sales?.attendance;
  if (!attendance) return;
  const door = new Door(rows, event, now);
  const random = createRandom(`door of ${event.content.slug}`);

  for (const ticket of tickets.filter(({ isValid }) => isValid)) {
    // The demo attendee came to the conference; the ticket to the open room is still theirs to use.
    const came = ticket.isDemoAttendee ? !attendance.overDays : random.chance(attendance.share);
    const at = attendance.overDays
      ? visitTime(event, ticket, now, random)
      : arrivalTime(event, attendance.doors, random);
    if (!came || at === null || at > plus(now, -3 * MINUTE)) continue;
    door.admit(ticket.id, at);
    if (random.chance(0.035))
      door.refuse(plus(at, random.integer(25, 5400) * 1000), 'already_used', ticket.id);
  }
  const refusals = attendance.overDays
    ? (['unknown', 'voided'] as const)
    : ([
        'unknown',
        'unknown',
        'unknown',
        'wrong_event',
        'wrong_event',
        'voided',
        'voided',
        'forged',
      ] as const);
  const voided = tickets.filter(({ isValid }) => !isValid);
  for (const verdict of refusals) {
    const at = door.someMoment();
    if (verdict !== 'voided') door.refuse(at, verdict, null);
    else if (voided.length > 0) door.refuse(at, verdict, random.pick(voided).id);
  }
  door.undoOne();
}

/** Most come shortly before the start, a few hurry in afterwards. */
function arrivalTime(
  event: ResolvedEvent,
  doors: { opens: number; peak: number; spread: number },
  random: Random,
): Date {
  const bell = random.next() + random.next() + random.next() + random.next() - 2;
  const minutes = random.chance(0.08)
    ? random.next() * 130
    : Math.max(doors.opens + random.next() * 6, doors.peak + bell * 1.7 * doors.spread);
  return plus(event.startsAt, minutes * MINUTE);
}

/** Some time of an open day since the ticket was bought; null when it is kept for later. */
function visitTime(
  event: ResolvedEvent,
  ticket: SoldTicket,
  now: Date,
  random: Random,
): Date | null {
  const zone = event.content.timezone;
  const from = Math.max(event.startsAt.getTime(), ticket.issuedAt.getTime() + HOUR);
  const days = Math.floor((now.getTime() - from) / DAY) + 1;
  if (days < 1) return null;
  const { year, month, day } = localParts(new Date(from), zone);
  const minutes = random.weighted([
    [10, 2],
    [11, 4],
    [12, 4],
    [13, 3],
    [14, 5],
    [15, 6],
    [16, 6],
    [17, 5],
    [18, 4],
    [19, 2],
  ] as const);
  const on = day + random.integer(0, days - 1);
  const at = instantOf(zone, year, month, on, minutes * 60 + random.integer(0, 59));
  at.setUTCSeconds(random.integer(0, 59));
  return at.getTime() < from ? null : at;
}

class Door {
  readonly #rows: WorldRows;
  readonly #event: ResolvedEvent;
  readonly #random: Random;
  readonly #now: Date;
  readonly #devices: Device[];
  readonly #admitted: { ticketId: string; at: Date; checkIn: Record<string, unknown> }[] = [];

  constructor(rows: WorldRows, event: ResolvedEvent, now: Date) {
    this.#rows = rows;
    this.#event = event;
    this.#now = now;
    this.#random = createRandom(`devices of ${event.content.slug}`);
    this.#devices = this.#addDevices();
  }

  /** The first gate is the busy one and has two phones. */
  #addDevices(): Device[] {
    const { id: event_id, orgId: org_id, startsAt, endsAt } = this.#event;
    const isOver = endsAt < this.#now;
    const pairedAt = plus(startsAt, -2 * HOUR);
    return this.#event.gates.flatMap((gate, index) =>
      (index === 0 ? [1, 2] : [1]).map((number) => {
        const id = uuidAt(this.#random, pairedAt);
        this.#rows['app_public.devices'].push({
          id,
          org_id,
          event_id,
          gate_id: gate.id,
          name: `${gate.name} ${number}`,
          can_undo: number === 1,
          created_at: plus(pairedAt, -9 * MINUTE),
          paired_at: pairedAt,
          last_seen_at: isOver ? plus(endsAt, -12 * MINUTE) : plus(this.#now, -6 * MINUTE),
          revoked_at: isOver ? plus(endsAt, 2 * HOUR) : null,
        });
        return { id, gateId: gate.id, share: index === 0 ? 4 : index === 1 ? 3 : 1 };
      }),
    );
  }

  #scan(
    at: Date,
    verdict: string,
    ticketId: string | null,
  ): { id: string; device: Device; method: string } {
    const device = this.#random.weighted(this.#devices.map((d) => [d, d.share] as const));
    const method = this.#random.weighted([
      ['scan', 93],
      ['typed', 4],
      ['search', verdict === 'accepted' ? 3 : 0],
    ] as const);
    const id = uuidAt(this.#random, at);
    this.#rows['app_public.scans'].push({
      id,
      org_id: this.#event.orgId,
      event_id: this.#event.id,
      ticket_id: ticketId,
      verdict,
      is_conflict: false,
      method,
      gate_id: device.gateId,
      device_id: device.id,
      scanned_at: at,
      recorded_at: plus(at, this.#random.integer(180, 900)),
    });
    return { id, device, method };
  }

  admit(ticketId: string, at: Date): void {
    const { id: scan_id, device, method } = this.#scan(at, 'accepted', ticketId);
    const checkIn = {
      id: uuidAt(this.#random, at),
      org_id: this.#event.orgId,
      event_id: this.#event.id,
      ticket_id: ticketId,
      scan_id,
      gate_id: device.gateId,
      device_id: device.id,
      checked_in_at: at,
      method,
      metadata: {},
      undone_at: null as Date | null,
      undone_by_device_id: null as string | null,
    };
    this.#rows['app_public.check_ins'].push(checkIn);
    this.#admitted.push({ ticketId, at, checkIn });
  }

  refuse(at: Date, verdict: string, ticketId: string | null): void {
    if (at < plus(this.#now, -2 * MINUTE)) this.#scan(at, verdict, ticketId);
  }

  /** While the door was busy. */
  someMoment(): Date {
    return plus(this.#random.pick(this.#admitted).at, this.#random.integer(5, 240) * 1000);
  }

  /** A ticket scanned for the wrong person: undone, and let in properly two minutes later. */
  undoOne(): void {
    const early = this.#admitted.filter(({ at }) => at < plus(this.#now, -HOUR));
    if (early.length === 0) return;
    const { ticketId, at, checkIn } = this.#random.pick(early);
    checkIn.undone_at = plus(at, 35_000);
    checkIn.undone_by_device_id = checkIn.device_id as string;
    this.admit(ticketId, plus(at, 150_000));
  }
}
