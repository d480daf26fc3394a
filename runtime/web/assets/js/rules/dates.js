// The library's functions on dates (days since 1970), moments and durations (microseconds).

import * as d from './decimal.js';
import { TEXTS } from './texts.js';
import {
  DAY, SECOND, bounded, civil, dayInRange, daysFromCivil, isLeap, monthLength, parts, plusMonths,
} from './times.js';

const UNITS = { s: SECOND, min: 60n * SECOND, h: 3600n * SECOND, d: DAY, w: 7n * DAY };
const some = (operation) => (...args) => (args.some((arg) => arg === null) ? null : operation(...args));
const field = (pick) => some((day) => d.integer(pick(...civil(day), day)));
const monday = (day) => (((day + 3) % 7) + 7) % 7;
const yearStart = (year) => daysFromCivil(year, 1, 1);
const monthEnd = (day) => {
  const [year, month] = civil(day);
  return daysFromCivil(year, month, monthLength(year, month));
};

export const plusDays = some((day, count) => dayInRange(day + d.whole(count)));

export function ofMicroseconds(x) {
  return x === null ? null : bounded(d.roundTo(x, 0).n);
}

export function duration(count, unit) {
  const size = UNITS[unit];
  return count === null || !size ? null : ofMicroseconds(d.multiply(count, d.make(size)));
}

const inUnits = (unit) => some((length) => d.divide(d.make(length), d.make(UNITS[unit])));

function date(year, month, day) {
  const start = d.whole(year);
  if (start < 1 || start > 9999) return null;
  const first = plusMonths(yearStart(start), d.whole(month) - 1);
  return first === null ? null : dayInRange(first + d.whole(day) - 1);
}

function dateValue(text) {
  const trimmed = (text ?? '').replace(/^[ \t\n\r\u00a0\u3000]+|[ \t\n\r\u00a0\u3000]+$/g, '');
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed)
    || /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(trimmed)
    || /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(trimmed);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  return daysFromCivil(year, month, day);
}

function clockTime(day, ...clock) {
  const [hour, minute, second] = clock.map(d.whole);
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  const total = hour * 3600 + minute * 60 + second;
  if (total > 86400 || (total === 86400 && dayInRange(day + 1) === null)) return null;
  return BigInt(day) * DAY + BigInt(total) * SECOND;
}

function weekday(day, kind = d.ONE) {
  const first = monday(day);
  if (!d.isWhole(kind)) return null;
  switch (d.whole(kind)) {
    case 1: return d.integer(((first + 1) % 7) + 1);
    case 2: return d.integer(first + 1);
    case 3: return d.integer(first);
    default: return null;
  }
}

function isoWeek(day) {
  const thursday = day - monday(day) + 3;
  const [year] = civil(thursday);
  return d.integer(Math.floor((thursday - yearStart(year)) / 7) + 1);
}

function weekNumber(day, kind = d.ONE) {
  const type = d.isWhole(kind) ? d.whole(kind) : 0;
  const first = yearStart(civil(day)[0]);
  switch (type) {
    case 1: return d.integer(Math.floor((day - first + ((monday(first) + 1) % 7)) / 7) + 1);
    case 2: return d.integer(Math.floor((day - first + monday(first)) / 7) + 1);
    case 21: return isoWeek(day);
    default: return null;
  }
}

function dateDif(start, end, unit) {
  if (end < start) return null;
  const [y1, m1, d1] = civil(start);
  const [y2, m2, d2] = civil(end);
  const months = (y2 - y1) * 12 + m2 - m1 - (d2 < d1 ? 1 : 0);
  switch (TEXTS.lower(unit)) {
    case 'y': return d.integer(Math.floor(months / 12));
    case 'm': return d.integer(months);
    case 'ym': return d.integer(months % 12);
    case 'd': return d.integer(end - start);
    case 'md': return d.integer(end - plusMonths(start, months));
    case 'yd': return d.integer(end - plusMonths(start, Math.floor(months / 12) * 12));
    default: return null;
  }
}

const quarterStart = (year, month) => daysFromCivil(year, Math.floor((month - 1) / 3) * 3 + 1, 1);
const quarterEnd = (year, month) => monthEnd(daysFromCivil(year, Math.floor((month - 1) / 3) * 3 + 3, 1));
const day = (pick) => some((at) => pick(...civil(at), at));
const clock = (pick) => some((local) => d.integer(pick(parts(local))));

export const DATES = {
  date: some(date),
  datevalue: dateValue,
  clock_time: some(clockTime),
  year: field((year) => year),
  month: field((year, month) => month),
  day: field((year, month, date_) => date_),
  hour: clock(({ hour }) => hour),
  minute: clock(({ minute }) => minute),
  second: clock(({ second }) => second),
  weekday: some(weekday),
  isoweeknum: some(isoWeek),
  weeknum: some(weekNumber),
  quarter: field((year, month) => Math.floor((month + 2) / 3)),
  dayofyear: field((year, month, date_, at) => at - yearStart(year) + 1),
  daysinmonth: field(monthLength),
  isleapyear: (at) => at !== null && isLeap(civil(at)[0]),
  edate: some((at, months) => plusMonths(at, d.whole(months))),
  edate_clock: some((local, months) => {
    const { day: at, clock: rest } = parts(local);
    const moved = plusMonths(at, d.whole(months));
    return moved === null ? null : BigInt(moved) * DAY + rest;
  }),
  eomonth: some((at, months = d.ZERO) => {
    const [year, month] = civil(at);
    const moved = plusMonths(daysFromCivil(year, month, 1), d.whole(months));
    return moved === null ? null : monthEnd(moved);
  }),
  startofweek: some((at) => dayInRange(at - monday(at))),
  endofweek: some((at) => dayInRange(at - monday(at) + 6)),
  startofmonth: day((year, month) => daysFromCivil(year, month, 1)),
  startofquarter: day(quarterStart),
  endofquarter: day(quarterEnd),
  startofyear: day((year) => yearStart(year)),
  endofyear: day((year) => daysFromCivil(year, 12, 31)),
  days: some((end, start) => d.integer(end - start)),
  datedif: some(dateDif),
  hoursbetween: some((start, end) => inUnits('h')(end - start)),
  minutesbetween: some((start, end) => inUnits('min')(end - start)),
  indays: inUnits('d'),
  inhours: inUnits('h'),
  inminutes: inUnits('min'),
  duration,
};
