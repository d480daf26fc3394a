// The library's functions on numbers.

import * as d from './decimal.js';

const PI = d.parse('3.14159265358979323846264338327950288419716939937510582097494459230781640629');
const TWO = d.integer(2);

const some = (operation) => (...args) => (args.some((arg) => arg === null) ? null : operation(...args));
const keep = (places) => Math.max(-39, Math.min(60, d.whole(places)));
const rounding = (mode) => some((x, places = d.ZERO) => d.fit(d.roundTo(x, keep(places), mode)));

function steps(x, step, mode) {
  const size = d.magnitude(step);
  if (size.n === 0n) return d.ZERO;
  if (d.compare(d.magnitude(x), d.exactProduct(size, d.make(10n ** 60n))) >= 0) return null;
  return d.fit(d.exactProduct(d.ratio(x, size, 0, mode), size));
}

function mod(x, divisor) {
  if (divisor.n === 0n) return null;
  const rest = d.subtract(x, steps(x, divisor, 'floor'));
  if (rest === null || rest.n === 0n || divisor.n > 0n) return rest;
  return d.subtract(rest, d.magnitude(divisor));
}

function wholePower(x, exponent) {
  let result = d.ONE;
  for (const bit of exponent.toString(2)) {
    result = d.multiply(result, result);
    if (bit === '1') result = d.multiply(result, x);
  }
  return result;
}

function raised(far) {
  if (far >= 90n * 10n ** 90n) return null;
  if (far <= -60n * 10n ** 90n) return d.ZERO;
  return d.fromFar(d.farExp(far));
}

function power(x, exponent) {
  if (d.compare(d.magnitude(exponent), d.integer(1000)) > 0) return null;
  const size = d.whole(exponent);
  if (d.isWhole(exponent) && size >= 0) return wholePower(x, size);
  if (x.n === 0n) return exponent.n > 0n ? d.ZERO : null;
  if (d.isWhole(exponent)) {
    const whole = wholePower(x, -size);
    return whole === null ? d.ZERO : d.divide(d.ONE, whole);
  }
  if (x.n < 0n) return null;
  return raised(d.farProduct(d.farLn(x), d.toFar(exponent)));
}

function log(x, base = d.integer(10)) {
  if (x.n <= 0n || base.n <= 0n || d.compare(base, d.ONE) === 0) return null;
  return d.fromFar(d.farRatio(d.farLn(x), d.farLn(base)));
}

const cut = (x) => x.n / d.pow10(x.s);

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return d.abs(a);
}

function folded(numbers, start, join) {
  const kept = numbers.filter((x) => x !== null).map(cut);
  return kept.length ? d.fit(d.make(kept.reduce(join, start))) : null;
}

function factorial(x) {
  const last = d.whole(x);
  if (last < 0 || last > 33) return null;
  let result = 1n;
  for (let i = 2n; i <= last; i += 1n) result *= i;
  return d.make(result);
}

function combin(x, chosen) {
  const n = d.whole(x);
  const k = d.whole(chosen);
  if (k < 0 || k > n || n > 120) return null;
  let result = 1n;
  for (let i = 1; i <= k; i += 1) result = (result * BigInt(n - k + i)) / BigInt(i);
  return d.fit(d.make(result));
}

function odd(x) {
  const half = steps(d.subtract(d.magnitude(x), d.ONE), TWO, 'ceiling');
  if (half === null) return null;
  const up = d.add(half.n < 0n ? d.ZERO : half, d.ONE);
  return x.n < 0n ? d.negate(up) : up;
}

const even = (x) => {
  const up = steps(d.magnitude(x), TWO, 'ceiling');
  return x.n < 0n ? d.negate(up) : up;
};

const most = (a, b) => (d.compare(a, b) >= 0 ? a : b);
const least = (a, b) => (d.compare(a, b) <= 0 ? a : b);
const far = (x) => d.fit(d.roundTo(x, 12));

export const NUMBERS = {
  abs: some(d.magnitude),
  sign: some((x) => d.integer(x.n > 0n ? 1 : x.n < 0n ? -1 : 0)),
  round: rounding('half'),
  roundup: rounding('up'),
  rounddown: rounding('down'),
  trunc: rounding('down'),
  int: some((x) => d.fit(d.roundTo(x, 0, 'floor'))),
  ceiling: some((x, step = d.ONE) => steps(x, step, 'ceiling')),
  floor: some((x, step = d.ONE) => steps(x, step, 'floor')),
  mround: some((x, step) => steps(x, step, 'half')),
  mod: some(mod),
  quotient: some((x, divisor) => (divisor.n === 0n ? null : d.fit(d.ratio(x, divisor, 0, 'down')))),
  power: some(power),
  sqrt: some((x) => (x.n < 0n ? null : d.fromFar(d.squareRoot(d.toFar(x) * d.pow10(90))))),
  exp: some((x) => raised(d.toFar(x))),
  ln: some((x) => (x.n > 0n ? d.fromFar(d.farLn(x)) : null)),
  log: some(log),
  log10: some((x) => log(x)),
  pi: () => d.roundTo(PI, 12),
  gcd: (...xs) => folded(xs, 0n, gcd),
  lcm: (...xs) => folded(xs, 1n, (a, b) => (a && b ? d.abs((a * b) / gcd(a, b)) : 0n)),
  fact: some(factorial),
  combin: some(combin),
  even: some(even),
  odd: some(odd),
  iseven: (x) => x !== null && cut(x) % 2n === 0n,
  isodd: (x) => x !== null && cut(x) % 2n !== 0n,
  clamp: some((x, low, high) => (d.compare(low, high) > 0 ? null : most(low, least(high, x)))),
  degrees: some((x) => far(d.ratio(d.exactProduct(x, d.integer(180)), PI, 60))),
  radians: some((x) => far(d.ratio(d.exactProduct(x, PI), d.integer(180), 60))),
  numberif: (x) => (x ? d.ONE : d.ZERO),
};
