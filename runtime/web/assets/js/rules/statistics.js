// The library's functions over many values; empties are skipped.

import * as d from './decimal.js';
import { ofMicroseconds } from './dates.js';
import { bounded } from './times.js';

const filled = (values) => values.filter((value) => value !== null);
const total = (numbers) => numbers.reduce(d.sum, d.ZERO);
const ordered = (numbers) => [...numbers].sort(d.compare);
const identity = (value) => {
  if (value !== null && typeof value === 'object' && 'n' in value) return d.text(value);
  return Array.isArray(value) ? JSON.stringify(value) : `${typeof value} ${value}`;
};

function extreme(values, sign) {
  const compare = (a, b) => (typeof a === 'object' ? d.compare(a, b) : a < b ? -1 : a > b ? 1 : 0);
  return filled(values).reduce((best, x) => (best === null || compare(x, best) * sign > 0 ? x : best), null);
}

function median(numbers) {
  const kept = ordered(filled(numbers));
  const middle = kept.length >> 1;
  if (!kept.length) return null;
  if (kept.length % 2) return d.fit(kept[middle]);
  return d.fit(d.ratio(d.sum(kept[middle - 1], kept[middle]), d.integer(2), 12));
}

function mode(numbers) {
  const counts = new Map();
  for (const x of ordered(filled(numbers))) {
    const key = d.text(x);
    counts.set(key, [x, (counts.get(key)?.[1] ?? 0) + 1]);
  }
  let best = [null, 1];
  for (const found of counts.values()) if (found[1] > best[1]) best = found;
  return best[0];
}

// The sum of squared distances from the mean over a divisor, as a fraction of whole numbers.
function spread(numbers, less) {
  const kept = filled(numbers);
  const n = BigInt(kept.length);
  if (n === 0n || n - less < 1n) return null;
  const squares = total(kept.map((x) => d.exactProduct(x, x)));
  const sum = total(kept);
  const top = d.sum(d.exactProduct(d.make(n), squares), d.negate(d.exactProduct(sum, sum)));
  return [top, d.make(n * (n - less))];
}

function variance(numbers, less) {
  const found = spread(numbers, less);
  return found && d.fit(d.ratio(found[0], found[1], 12));
}

function deviation(numbers, less) {
  const found = spread(numbers, less);
  if (!found) return null;
  const [{ n, s }, bottom] = found;
  const floor = d.squareRoot((n * 10n ** 26n) / (bottom.n * d.pow10(s)));
  return d.fit(d.roundTo(d.make(floor, 13), 12));
}

function nth(numbers, place) {
  const at = place === null ? 0 : d.whole(place);
  return at >= 1 && at <= numbers.length ? numbers[at - 1] : null;
}

export const STATISTICS = {
  sum: (...xs) => d.fit(total(filled(xs))),
  sum_span: (...xs) => bounded(filled(xs).reduce((a, b) => a + b, 0n)),
  average: (...xs) => {
    const kept = filled(xs);
    return kept.length ? d.divide(total(kept), d.integer(kept.length)) : null;
  },
  average_span: (...xs) => {
    const kept = filled(xs);
    if (!kept.length) return null;
    return ofMicroseconds(d.make(d.divided(kept.reduce((a, b) => a + b, 0n), BigInt(kept.length), 'half')));
  },
  min: (...xs) => extreme(xs, -1),
  max: (...xs) => extreme(xs, 1),
  count: (...xs) => d.integer(filled(xs).length),
  countblank: (...xs) => d.integer(xs.length - filled(xs).length),
  countunique: (...xs) => d.integer(new Set(filled(xs).map(identity)).size),
  median: (...xs) => median(xs),
  mode: (...xs) => mode(xs),
  product: (...xs) => (filled(xs).length ? filled(xs).reduce(d.multiply, d.ONE) : null),
  sumsq: (...xs) => d.fit(total(filled(xs).map((x) => d.exactProduct(x, x)))),
  var: (...xs) => variance(xs, 1n),
  varp: (...xs) => variance(xs, 0n),
  stdev: (...xs) => deviation(xs, 1n),
  stdevp: (...xs) => deviation(xs, 0n),
  large: (...xs) => nth(ordered(filled(xs.slice(0, -1))).reverse(), xs.at(-1) ?? null),
  small: (...xs) => nth(ordered(filled(xs.slice(0, -1))), xs.at(-1) ?? null),
  range: (...xs) => {
    const kept = ordered(filled(xs));
    return kept.length ? d.subtract(kept[kept.length - 1], kept[0]) : null;
  },
  first: (...xs) => filled(xs)[0] ?? null,
  last: (...xs) => filled(xs).pop() ?? null,
};
