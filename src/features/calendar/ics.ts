import { ICalCalendarMethod, ICalEventStatus, default as ical, type ICalLuxonDateTimeStub } from 'ical-generator';
import { addDays } from '../../domain/calendar/dates.js';
import type { CalendarEvent } from '../../store/calendar.js';
import { eventTitle, type Bodies, type EventTools } from '../../web/event-words.js';

const zone = 'Europe/Copenhagen';

/** The rule of directive 2000/84/EC: last Sunday of March and of October, in both directions at 01:00 UTC. */
const vtimezone = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19810329T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
].join('\r\n');

const two = (value: number) => String(value).padStart(2, '0');

/** A time as the clock on a Danish wall shows it, whatever zone the server stands in. 24.00 is the next day at midnight. */
function onTheWall(date: string, minutes: number): ICalLuxonDateTimeStub {
  const day = minutes >= 24 * 60 ? addDays(date, 1) : date;
  const time = `${two(Math.floor(minutes / 60) % 24)}${two(minutes % 60)}00`;
  const wall: ICalLuxonDateTimeStub = {
    isValid: true,
    setZone: () => wall,
    toFormat: (format) => (format === 'HHmmss' ? time : day.replaceAll('-', '')),
    toJSDate: () => new Date(`${day}T12:00:00Z`),
    toJSON: () => `${day}T${time}`,
    zone: { type: 'iana' },
  };
  return wall;
}

interface Feed {
  origin: string;
  now: Date;
  bodies: Bodies;
  tools: EventTools;
}

/** The calendar as a program reads it: what, when and where, and nothing about anybody. */
export function icsOf(events: CalendarEvent[], { origin, now, bodies, tools }: Feed): string {
  const { t } = tools;
  const host = new URL(origin).hostname;
  const calendar = ical({
    name: t('calendar:feed.name'),
    prodId: { company: 'Polyfoni', product: 'Polyfoni', language: tools.lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    timezone: { name: null, generator: () => vtimezone },
    ttl: 60 * 60 * 4,
  });
  for (const event of events) {
    const title = `${eventTitle(event, bodies, tools)}, ${event.cohortName}`;
    const changedAt = event.changedAt === null ? now : new Date(event.changedAt);
    calendar.createEvent({
      id: `${event.of}-${event.id}@${host}`,
      sequence: event.sequence,
      start: onTheWall(event.onDate, event.startsAt),
      end: onTheWall(event.onDate, event.endsAt),
      timezone: zone,
      stamp: changedAt,
      summary: event.cancelled ? t('calendar:feed.cancelled', { title }) : title,
      location: event.place || null,
      url: `${origin}/calendar`,
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
