// Dates as days since 1970, moments and local times as microseconds (BigInt), durations too.
// Zones and calendars are the tables the server sends.

export const DAY = 86400000000n;
export const SECOND = 1000000n;
const FIRST_DAY = -719162;
const LAST_DAY = 2932896;
const FIRST = -62135596800000000n;
const LAST = 253402300799999999n;
const EPOCH_ORDINAL = 719163;
const LONGEST = 10n ** 18n;

export const inRange = (at) => (at >= FIRST && at <= LAST ? at : null);
export const dayInRange = (day) => (day >= FIRST_DAY && day <= LAST_DAY ? day : null);
export const bounded = (length) => (length >= -LONGEST && length <= LONGEST ? length : null);

export function floorDiv(a, b) {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

export function daysFromCivil(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function civil(days) {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

export const isLeap = (year) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export function monthLength(year, month) {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function parseDay(iso) {
  const [year, month, day] = iso.split('-').map(Number);
  return daysFromCivil(year, month, day);
}

const pad = (number, width) => String(number).padStart(width, '0');

export function dayText(days) {
  const [year, month, day] = civil(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[+-]\d\d:\d\d)?$/;

// Microseconds of an ISO time; an offset is taken away, none leaves the local time.
export function parseTime(iso) {
  const found = FORM.exec(iso);
  if (!found) throw new Error(`not a time: ${iso}`);
  const [, day, hour = '0', minute = '0', second = '0', fraction = '', offset = 'Z'] = found;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  let at = BigInt(parseDay(day)) * DAY + BigInt(seconds) * SECOND + BigInt(fraction.padEnd(6, '0'));
  if (offset !== 'Z') {
    const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
    at -= BigInt(offset[0] === '-' ? -minutes : minutes) * 60n * SECOND;
  }
  return at;
}

export function parts(local) {
  const day = floorDiv(local, DAY);
  const clock = local - day * DAY;
  const seconds = Number(clock / SECOND);
  return {
    day: Number(day),
    clock,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
}

export function timeText(at) {
  const { day, clock, hour, minute, second } = parts(at);
  const micros = clock % SECOND;
  const fraction = micros ? `.${pad(micros, 6)}` : '';
  return `${dayText(day)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}${fraction}`;
}

export function upTo(table, value) {
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Zone {
  constructor({ starts, offsets }) {
    this.starts = starts.map(BigInt);
    this.offsets = offsets.map((offset) => BigInt(offset) * SECOND);
    this.walls = this.starts.map((start, i) => {
      const [before, after] = [this.offsets[i], this.offsets[i + 1]];
      return start + (before > after ? before : after);
    });
  }

  local(moment) {
    return moment === null ? null : inRange(moment + this.offsets[upTo(this.starts, moment)]);
  }

  moment(local) {
    return local === null ? null : inRange(local - this.offsets[upTo(this.walls, local)]);
  }

  day(moment) {
    const local = this.local(moment);
    return local === null ? null : Number(floorDiv(local, DAY));
  }
}

export function plusMonths(day, count) {
  if (day === null || count === null) return null;
  const [year, month, date] = civil(day);
  const months = BigInt(year * 12 + month - 1) + BigInt(count);
  const then = Number(floorDiv(months, 12n));
  if (then < 1 || then > 9999) return null;
  const thenMonth = Number(months - BigInt(then) * 12n) + 1;
  return daysFromCivil(then, thenMonth, Math.min(date, monthLength(then, thenMonth)));
}

// Working days by sums, as on the server; days here are since 1970, tables of ordinals since 1-1-1.
export class Calendar {
  constructor({ weekly, added, taken, hours }) {
    this.weekly = weekly;
    this.added = added;
    this.taken = taken;
    this.spans = hours.map(([start, end]) => [BigInt(start), BigInt(end)]);
    this.length = this.spans.reduce((total, [start, end]) => total + end - start, 0n);
  }

  count(day) {
    const ordinal = day + EPOCH_ORDINAL;
    const weeks = Math.floor(ordinal / 7);
    const rest = ordinal - weeks * 7;
    const regular = weeks * this.weekly.length + this.weekly.filter((weekday) => weekday < rest).length;
    return regular + upTo(this.added, ordinal) - upTo(this.taken, ordinal);
  }

  nth(number) {
    let low = FIRST_DAY - 1;
    let high = LAST_DAY;
    if (number < 1 || this.count(high) < number) return null;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.count(middle) >= number) high = middle;
      else low = middle;
    }
    return high;
  }

  isWorking(day) {
    return day !== null && this.count(day) > this.count(day - 1);
  }

  addDays(day, number) {
    if (day === null || number === null || number === 0) return number === null ? null : day;
    return this.nth(this.count(number > 0 ? day : day - 1) + number + (number > 0 ? 0 : 1));
  }

  daysBetween(start, end) {
    const number = this.count(Math.max(start, end)) - this.count(Math.min(start, end) - 1);
    return start <= end ? number : -number;
  }

  timeCount(local) {
    const day = floorDiv(local, DAY);
    const clock = local - day * DAY;
    const before = this.count(Number(day) - 1);
    const total = BigInt(before) * this.length;
    if (this.count(Number(day)) === before) return total;
    return this.spans.reduce((sum, [start, end]) => {
      const worked = clock - start;
      return sum + (worked < 0n ? 0n : worked > end - start ? end - start : worked);
    }, total);
  }

  addTime(local, number) {
    if (local === null || number === 0n) return local;
    if (this.length === 0n) return null;
    const target = this.timeCount(local) + number;
    let days = floorDiv(target, this.length);
    let rest = target - days * this.length;
    if (number > 0n && rest === 0n) {
      days -= 1n;
      rest = this.length;
    }
    const found = this.nth(Number(days) + 1);
    if (found === null) return null;
    return BigInt(found) * DAY + this.clock(rest, number > 0n);
  }

  clock(rest, forwards) {
    for (const [start, end] of this.spans) {
      const length = end - start;
      if (rest < length || (forwards && rest === length)) return start + rest;
      rest -= length;
    }
    return this.spans[this.spans.length - 1][1];
  }
}
