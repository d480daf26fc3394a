// The library's functions on texts. Letters are code points; '' is empty and so null.

import { CASED_ELSEWHERE, HAS_LOWER, HAS_UPPER, ITS_LOWER, ITS_UPPER } from './casing.js';
import * as d from './decimal.js';
import { dayText, parts } from './times.js';

const LONGEST = 32767;
const MANY = 100000;
const points = (x) => Array.from(x);
const table = (from, to) => {
  const targets = points(to);
  return new Map(points(from).map((letter, i) => [letter, targets[i]]));
};
const UPPER = table(HAS_UPPER, ITS_UPPER);
const LOWER = table(HAS_LOWER, ITS_LOWER);
const CASED = new Set([...UPPER.keys(), ...LOWER.keys(), ...points(CASED_ELSEWHERE)]);
const shifted = (first, last, by, blank) => {
  const found = new Map([blank]);
  for (let code = first; code <= last; code += 1) {
    found.set(String.fromCodePoint(code), String.fromCodePoint(code + by));
  }
  return found;
};
const NARROW = shifted(0xff01, 0xff5e, -0xfee0, ['\u3000', ' ']);
const WIDE = shifted(0x21, 0x7e, 0xfee0, [' ', '\u3000']);

const mapped = (x, map) => points(x).map((letter) => map.get(letter) ?? letter).join('');
const full = (x) => (x === '' ? null : x);
const kept = (x) => (x !== '' && points(x).length <= LONGEST ? x : null);
const some = (operation) => (...args) => (args.some((arg) => arg === null) ? null : operation(...args));
const BLANKS = /^[ \t\n\r\u00a0\u3000]+|[ \t\n\r\u00a0\u3000]+$/g;

// Order by code point: UTF-16 units put astral letters before U+E000.
export function compareTexts(a, b) {
  const left = points(a);
  const right = points(b);
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = left[i].codePointAt(0) - right[i].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
}

export const textOf = (value, sort) => {
  if (value === null) return null;
  return sort === 'number' ? d.text(value) : dayText(value);
};

function position(part, x, start) {
  if (part === null || x === null || start === null || d.whole(start) < 1) return null;
  const from = d.whole(start) - 1;
  const letters = points(x);
  if (from > letters.length) return null;
  const tail = letters.slice(from).join('');
  const at = tail.indexOf(part);
  return at < 0 ? null : d.integer(from + points(tail.slice(0, at)).length + 1);
}

function substitute(x, old, fresh, nth = d.ZERO) {
  if (x === null || nth === null) return null;
  if (old === null) return x;
  const pieces = x.split(old);
  const at = d.whole(nth);
  if (at <= 0) return nth.n === 0n ? kept(pieces.join(fresh ?? '')) : null;
  if (at >= pieces.length) return x;
  return kept(pieces.slice(0, at).join(old) + (fresh ?? '') + pieces.slice(at).join(old));
}

function replace(x, start, count, fresh) {
  if (start === null || count === null || d.whole(start) < 1 || d.whole(count) < 0) return null;
  const letters = points(x ?? '');
  const begin = d.whole(start) - 1;
  const end = begin + d.whole(count);
  return kept(letters.slice(0, begin).join('') + (fresh ?? '') + letters.slice(end).join(''));
}

function proper(x) {
  let inside = false;
  return points(x).map((letter) => {
    const shown = mapped(letter, inside ? LOWER : UPPER);
    inside = CASED.has(letter);
    return shown;
  }).join('');
}

function padded(x, count, fill, join) {
  if (count === null || fill === null || d.whole(count) > LONGEST) return null;
  const letters = points(x ?? '');
  const missing = Math.max(d.whole(count) - letters.length, 0);
  const letter = points(fill);
  const filling = Array.from({ length: missing }, (_, i) => letter[i % letter.length]).join('');
  return kept(join(filling, x ?? ''));
}

function mask(x, head, tail) {
  const [first, last] = [d.whole(head), d.whole(tail)];
  if (first < 0 || last < 0) return null;
  const letters = points(x);
  const hidden = letters.length - first - last;
  if (hidden <= 0) return x;
  return letters.slice(0, first).join('') + '*'.repeat(hidden) + letters.slice(first + hidden).join('');
}

function value(x) {
  const form = /^([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)?)((?:\.\d*)?)(%?)$/.exec((x ?? '').replace(BLANKS, ''));
  if (!form) return null;
  const [, sign, before, after, percent] = form;
  const digits = before.replaceAll(',', '');
  const tail = after.replace('.', '');
  if (digits + tail === '' || digits.length + after.length > 39) return null;
  const n = BigInt(digits + tail || '0');
  return d.fit(d.make(sign === '-' ? -n : n, tail.length + (percent ? 2 : 0)));
}

function spelled(x, places, width, grouped) {
  const rounded = d.roundTo(x, places);
  const [whole, tail = ''] = d.text(d.magnitude(rounded)).split('.');
  const wide = whole.padStart(width, '0');
  const shown = grouped ? wide.replace(/(\d)(?=(\d{3})+$)/g, '$1,') : wide;
  return (rounded.n < 0n ? '-' : '') + shown + (places > 0 ? `.${tail.padEnd(places, '0')}` : '');
}

function numberForm(x, form) {
  const found = form.length > 40 ? null : /^(#,##)?(0+)(?:\.(0+))?(%)?$/.exec(form);
  if (!found) return null;
  const [, group, before, after = '', percent = ''] = found;
  const shown = percent ? d.fit(d.exactProduct(x, d.integer(100))) : x;
  return shown === null ? null : spelled(shown, after.length, before.length, Boolean(group)) + percent;
}

function timeForm(day, clock, form) {
  const [year, month, date] = dayText(day).split('-');
  const two = (number) => String(number).padStart(2, '0');
  const tokens = [
    ['yyyy', year], ['mm', month], ['dd', date],
    ['hh', two(clock.hour)], ['mi', two(clock.minute)], ['ss', two(clock.second)],
  ];
  return kept(tokens.reduce((shown, [token, part]) => shown.replaceAll(token, part), form));
}

function formatted(x, form, sort) {
  if (sort === 'number') return numberForm(x, form);
  if (sort === 'date') return timeForm(x, { hour: 0, minute: 0, second: 0 }, form);
  const clock = parts(x);
  return timeForm(clock.day, clock, form);
}

const FIGURES = points('零壹贰叁肆伍陆柒捌玖');

function section(number) {
  let words = '';
  let pending = false;
  for (let place = 3; place >= 0; place -= 1) {
    const figure = Math.floor(number / 10 ** place) % 10;
    if (figure) {
      words += (pending ? '零' : '') + FIGURES[figure] + ['', '拾', '佰', '仟'][place];
      pending = false;
    } else if (words) pending = true;
  }
  return words;
}

function rmb(x) {
  const rounded = d.magnitude(d.roundTo(x, 2));
  const cents = rounded.n * d.pow10(2 - rounded.s);
  if (cents >= 10n ** 14n) return null;
  const yuan = Number(cents / 100n);
  const rest = Number(cents % 100n);
  const at = (place) => Math.floor(yuan / 10 ** (4 * place)) % 10000;
  let words = '';
  for (let place = 2; place >= 0; place -= 1) {
    if (at(place)) {
      const gap = words && (at(place) < 1000 || at(place + 1) === 0);
      words += (gap ? '零' : '') + section(at(place)) + ['', '万', '亿'][place];
    }
  }
  if (words || !rest) words = `${words || '零'}元`;
  if (x.n < 0n && cents) words = `负${words}`;
  if (!rest) return `${words}整`;
  const [tenths, hundredths] = [Math.floor(rest / 10), rest % 10];
  words += tenths ? `${FIGURES[tenths]}角` : yuan ? '零' : '';
  return words + (hundredths ? `${FIGURES[hundredths]}分` : '整');
}

const before = (x, part) => (x.includes(part) ? full(x.slice(0, x.indexOf(part))) : null);
const after = (x, part) => (x.includes(part) ? full(x.slice(x.indexOf(part) + part.length)) : null);
const counted = (operation) => some((x, count = d.ONE) => {
  const number = d.whole(count);
  return number > 0 ? full(operation(points(x), Math.min(number, MANY)).join('')) : null;
});
const joined = (separator, texts) => kept(texts.filter((x) => x !== null).join(separator ?? ''));
const character = (code) => {
  const at = d.whole(code);
  return at < 1 || at > 0x10ffff || (at >= 0xd800 && at < 0xe000) ? null : String.fromCodePoint(at);
};

export const TEXTS = {
  len: (x) => d.integer(points(x ?? '').length),
  left: counted((letters, count) => letters.slice(0, count)),
  right: counted((letters, count) => letters.slice(-count)),
  mid: some((x, start, count) => {
    if (d.whole(start) < 1 || d.whole(count) <= 0) return null;
    const begin = d.whole(start) - 1;
    return full(points(x).slice(begin, begin + d.whole(count)).join(''));
  }),
  upper: some((x) => mapped(x, UPPER)),
  lower: some((x) => mapped(x, LOWER)),
  proper: some(proper),
  trim: some((x) => full(x.replace(/[ \t\n\r\u00a0\u3000]+/g, ' ').replace(/^ | $/g, ''))),
  clean: some((x) => full(x.replace(/[\u0000-\u001f\u007f-\u009f]/g, ''))),
  concat: (...texts) => joined('', texts),
  textjoin: (separator, ...texts) => joined(separator, texts),
  rept: some((x, count) => {
    const number = d.whole(count);
    return number > 0 && points(x).length * number <= LONGEST ? x.repeat(number) : null;
  }),
  replace,
  substitute,
  find: (part, x, start = d.ONE) => position(part, x, start),
  search: (part, x, start = d.ONE) => position(TEXTS.lower(part), TEXTS.lower(x), start),
  occurs: (part, x) => d.integer(part === null || x === null ? 0 : x.split(part).length - 1),
  exact: (x, other) => x === other,
  startswith: (x, part) => x !== null && part !== null && x.startsWith(part),
  endswith: (x, part) => x !== null && part !== null && x.endsWith(part),
  textbefore: some(before),
  textafter: some(after),
  padleft: (x, count, fill = ' ') => padded(x, count, fill, (filling, old) => filling + old),
  padright: (x, count, fill = ' ') => padded(x, count, fill, (filling, old) => old + filling),
  reverse: some((x) => points(x).reverse().join('')),
  mask: some(mask),
  unichar: some(character),
  unicode: some((x) => d.integer(x.codePointAt(0))),
  halfwidth: some((x) => mapped(x, NARROW)),
  fullwidth: some((x) => mapped(x, WIDE)),
  bytes: (x) => d.integer(new TextEncoder().encode(x ?? '').length),
  value,
  isnumeric: (x) => value(x) !== null,
  fixed: some((x, places = d.integer(2)) => {
    const number = d.whole(places);
    return number >= -20 && number <= 20 ? spelled(x, number, 1, true) : null;
  }),
  rmb: some(rmb),
};

export const text = some(formatted);
