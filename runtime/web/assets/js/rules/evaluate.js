// Carries out a rule's operations in the browser. What reads other records was refused on the
// server, so an operation that is not here is an error, never a silent empty.

import { DATES, duration, ofMicroseconds, plusDays } from './dates.js';
import * as d from './decimal.js';
import { NUMBERS } from './numbers.js';
import { STATISTICS } from './statistics.js';
import { TEXTS, compareTexts, text, textOf } from './texts.js';
import {
  Calendar, DAY, Zone, bounded, dayText, inRange, parseDay, parseTime, parts, plusMonths, timeText,
} from './times.js';

const CALLS = { ...NUMBERS, ...TEXTS, ...DATES, ...STATISTICS, xor: (...xs) => xs.filter(Boolean).length % 2 === 1 };
const HOUR = d.make(3600000000n);

// A JSON value as the value of a sort; '' and no keys are empty, no tick is false.
export function load(value, sort) {
  if (sort === 'bool') return value === true;
  if (value === null || value === undefined || value === '') return null;
  switch (sort) {
    case 'number': return d.parse(String(value));
    case 'date': return parseDay(value);
    case 'moment': case 'local': return parseTime(value);
    case 'duration': return typeof value === 'object' ? null : BigInt(value);
    case 'keys': return value.length ? [...new Set(value)].sort(compareTexts) : null;
    case 'rows': return value.length ? value : null;
    case 'calendar': return typeof value === 'object' ? value : { exact: BigInt(value) };
    default: return value;
  }
}

export function dump(value, sort) {
  if (value === null || value === undefined) return null;
  switch (sort) {
    case 'number': return d.text(value);
    case 'date': return dayText(value);
    case 'moment': return `${timeText(value)}Z`;
    case 'duration': return String(value);
    default: return value;
  }
}

export function makeScope({ record, outer, now, zone, calendar, params }) {
  const table = zone instanceof Zone ? zone : new Zone(zone);
  const at = parseTime(now);
  return {
    record,
    outer: outer ?? record,
    now: at,
    today: table.day(at),
    zone: table,
    calendar: calendar instanceof Calendar ? calendar : new Calendar(calendar),
    params: params ?? {},
  };
}

export function evaluate(op, scope) {
  return run(op, scope.record, scope);
}

function run(op, record, scope) {
  const rule = RULES[op[0]];
  if (rule === undefined) throw new Error(`no such operation: ${op[0]}`);
  return rule(op, record, scope);
}

const args = (op) => op.slice(3);
const values = (op, record, scope) => args(op).map((arg) => run(arg, record, scope));
const plain = (operation) => (op, record, scope) => operation(...values(op, record, scope));
const strict = (operation) => plain((...xs) => (xs.some((x) => x === null) ? null : operation(...xs)));
const scoped = (operation) => (op, record, scope) => operation(scope, ...values(op, record, scope));

function compare(a, b) {
  if (typeof a === 'string') return compareTexts(a, b);
  if (typeof a === 'object') return d.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function same(a, b) {
  if (a === null || b === null) return a === b;
  if (Array.isArray(a)) return a.length === b.length && a.every((key, i) => key === b[i]);
  return typeof a === 'object' ? d.compare(a, b) === 0 : a === b;
}

const ordered = (holds) => plain((a, b) => a !== null && b !== null && holds(compare(a, b)));
const inside = plain((whole, part) => whole !== null && part !== null && whole.includes(part));

function shift(scope, base, amount, sign) {
  if (base === null || amount === null) return null;
  const isDay = typeof base === 'number';
  if ('exact' in amount) {
    if (!isDay) return inRange(base + amount.exact * BigInt(sign));
    return plusDays(base, d.make((amount.exact / DAY) * BigInt(sign)));
  }
  if ('wh' in amount) {
    if (isDay) return null;
    const length = BigInt(amount.wh) * BigInt(sign);
    return length === 0n ? base : scope.zone.moment(movedTime(scope, scope.zone.local(base), length));
  }
  const local = isDay ? null : scope.zone.local(base);
  if (!isDay && local === null) return null;
  const { day, clock } = isDay ? { day: base } : parts(local);
  const moved = 'months' in amount
    ? plusMonths(day, amount.months * sign)
    : scope.calendar.addDays(day, amount.wd * sign);
  return isDay || moved === null ? moved : scope.zone.moment(BigInt(moved) * DAY + clock);
}

function movedTime(scope, local, length) {
  const moved = scope.calendar.addTime(local, length);
  return moved === null ? null : inRange(moved);
}

function addWorkHours(scope, local, hours) {
  const length = hours === null ? null : duration(hours, 'h');
  return local === null || length === null ? null : movedTime(scope, local, length);
}

function workHours(scope, start, end) {
  if (start === null || end === null) return null;
  return d.divide(d.make(scope.calendar.timeCount(end) - scope.calendar.timeCount(start)), HOUR);
}

// A call's arguments: the values of lines are spread among the others.
function gathered(op, record, scope) {
  return args(op).flatMap((arg) => (arg[0] === 'values' ? lineValues(arg, record, scope) : [run(arg, record, scope)]));
}

const lines = (op, record) => record[op[2].lines] ?? [];
const holding = (test, op, record, scope) => lines(op, record).filter((line) => run(test, line, scope));

function lineValues(op, record, scope) {
  const [value, test] = args(op);
  return holding(test, op, record, scope).map((line) => run(value, line, scope));
}

function call(op, record, scope) {
  const name = op[2];
  if (name === 'text') return text(run(op[3], record, scope), run(op[4], record, scope), op[3][1]);
  const operation = CALLS[name];
  if (operation === undefined) throw new Error(`no such function: ${name}`);
  return ticked(op, operation(...gathered(op, record, scope)));
}

// A tick is never empty, also where a function finds none.
function ticked(op, value) {
  return op[1] === 'bool' ? value === true : value;
}

const RULES = {
  const: (op) => load(op[2], op[1]),
  field: (op, record) => load(record[op[2]], op[1]),
  outer: (op, record, scope) => load(scope.outer[op[2]], op[1]),
  param: (op, record, scope) => load(scope.params[op[2]], op[1]),
  today: (op, record, scope) => scope.today,
  today_plus: (op, record, scope) => scope.today + op[2],
  now: (op, record, scope) => scope.now,
  and: (op, record, scope) => args(op).every((arg) => run(arg, record, scope)),
  or: (op, record, scope) => args(op).some((arg) => run(arg, record, scope)),
  not: plain((x) => !x),
  same: plain(same),
  less: ordered((order) => order < 0),
  at_most: ordered((order) => order <= 0),
  blank: plain((x) => x === null),
  holds: inside,
  has: inside,
  among: (op, record, scope) => {
    const subject = run(op[3], record, scope);
    return subject !== null && op[2].some((option) => same(subject, load(option, op[3][1])));
  },
  rank: (op, record, scope) => {
    const place = op[2].indexOf(run(op[3], record, scope));
    return place < 0 ? null : d.integer(place);
  },
  choose: (op, record, scope) => run(run(op[3], record, scope) ? op[4] : op[5], record, scope),
  nth: (op, record, scope) => {
    const index = run(op[3], record, scope);
    const place = index === null ? 0 : d.whole(index);
    return ticked(op, place >= 1 && place <= op.length - 4 ? run(op[3 + place], record, scope) : null);
  },
  first_of: (op, record, scope) => values(op, record, scope).find((x) => x !== null) ?? null,
  add: plain(d.add),
  subtract: plain(d.subtract),
  multiply: plain(d.multiply),
  divide: plain(d.divide),
  negate: plain(d.negate),
  moment_plus: strict((moment, length) => inRange(moment + length)),
  moment_diff: strict((a, b) => a - b),
  day_plus: plain(plusDays),
  day_diff: strict((a, b) => d.integer(a - b)),
  span_add: strict((a, b) => bounded(a + b)),
  span_subtract: strict((a, b) => bounded(a - b)),
  span_scale: strict((length, factor) => ofMicroseconds(d.multiply(d.make(length), factor))),
  span_divide: strict((length, divisor) => ofMicroseconds(d.divide(d.make(length), divisor))),
  span_ratio: strict((a, b) => d.divide(d.make(a), d.make(b))),
  span_of_days: plain((days) => duration(days, 'd')),
  text_of: (op, record, scope) => textOf(run(op[3], record, scope), op[3][1]),
  shift: (op, record, scope) => shift(scope, ...values(op, record, scope), op[2]),
  day_of: scoped((scope, moment) => scope.zone.day(moment)),
  local: scoped((scope, moment) => scope.zone.local(moment)),
  moment_of: scoped((scope, local) => scope.zone.moment(local)),
  workday: scoped((scope, day, count) => (count === null ? null : scope.calendar.addDays(day, d.whole(count)))),
  networkdays: scoped((scope, start, end) => (
    start === null || end === null ? null : d.integer(scope.calendar.daysBetween(start, end)))),
  isworkday: scoped((scope, day) => scope.calendar.isWorking(day)),
  nextworkday: scoped((scope, day) => (scope.calendar.isWorking(day) ? day : scope.calendar.addDays(day, 1))),
  prevworkday: scoped((scope, day) => (scope.calendar.isWorking(day) ? day : scope.calendar.addDays(day, -1))),
  workhours: scoped(workHours),
  addworkhours: scoped(addWorkHours),
  call,
  some: (op, record, scope) => holding(op[3], op, record, scope).length > 0,
  enough: (op, record, scope) => holding(op[3], op, record, scope).length >= op[2].count,
};
