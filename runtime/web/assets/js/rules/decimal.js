// Exact decimals on BigInt: at most 38 significant digits and 60 places, halves away from zero.
// A number is {n, s}: n units of 10^-s, without trailing zeros; null is empty.

const DIGITS = 38;
const PLACES = 60;
const powers = [1n];

export function pow10(exponent) {
  while (powers.length <= exponent) powers.push(powers[powers.length - 1] * 10n);
  return powers[exponent];
}

export const abs = (n) => (n < 0n ? -n : n);

export function make(n, s = 0) {
  if (s < 0) return make(n * pow10(-s), 0);
  while (s > 0 && n % 10n === 0n) {
    n /= 10n;
    s -= 1;
  }
  return { n, s };
}

export const ZERO = make(0n);
export const ONE = make(1n);
export const integer = (value) => make(BigInt(value));

export function parse(text) {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found) throw new Error(`not a number: ${text}`);
  const tail = found[3] || '';
  const n = BigInt(found[2] + tail);
  return make(found[1] ? -n : n, tail.length);
}

export function text({ n, s }) {
  const digits = abs(n).toString().padStart(s + 1, '0');
  const whole = digits.slice(0, digits.length - s);
  return (n < 0n ? '-' : '') + whole + (s ? `.${digits.slice(digits.length - s)}` : '');
}

// The quotient of two BigInts by a way of rounding.
export function divided(a, b, mode) {
  if (b < 0n) return divided(-a, -b, mode);
  const quotient = a / b;
  const rest = a % b;
  if (rest === 0n) return quotient;
  const away = a < 0n ? -1n : 1n;
  switch (mode) {
    case 'down': return quotient;
    case 'up': return quotient + away;
    case 'floor': return a < 0n ? quotient - 1n : quotient;
    case 'ceiling': return a > 0n ? quotient + 1n : quotient;
    default: return 2n * abs(rest) >= b ? quotient + away : quotient;
  }
}

export function roundTo(x, places, mode = 'half') {
  if (x.s <= places) return x;
  return make(divided(x.n, pow10(x.s - places), mode), places);
}

export function fit(x) {
  if (x === null || x.n === 0n) return x;
  const adjusted = abs(x.n).toString().length - 1 - x.s;
  const kept = roundTo(x, Math.min(PLACES, DIGITS - 1 - adjusted));
  return abs(kept.n) >= pow10(DIGITS + kept.s) ? null : kept;
}

function aligned(a, b) {
  const s = Math.max(a.s, b.s);
  return [a.n * pow10(s - a.s), b.n * pow10(s - b.s), s];
}

export function compare(a, b) {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

const filled = (operation) => (a, b) => (a === null || b === null ? null : operation(a, b));

export function sum(a, b) {
  const [x, y, s] = aligned(a, b);
  return make(x + y, s);
}

export const exactProduct = (a, b) => make(a.n * b.n, a.s + b.s);
export const negate = (a) => (a === null ? null : make(-a.n, a.s));
export const magnitude = (a) => make(abs(a.n), a.s);
export const add = filled((a, b) => fit(sum(a, b)));
export const subtract = filled((a, b) => fit(sum(a, negate(b))));
export const multiply = filled((a, b) => fit(exactProduct(a, b)));

// a / b to so many places, from exact operands.
export function ratio(a, b, places, mode = 'half') {
  const [x, y] = aligned(a, b);
  return make(divided(x * pow10(places), y, mode), places);
}

export const divide = filled((a, b) => (b.n === 0n ? null : fit(ratio(a, b, 12))));

// The whole part, bounded: nothing that counts goes beyond it.
export function whole(x) {
  const most = 10n ** 16n;
  const cut = x.n / pow10(x.s);
  return Number(cut >= most ? most : cut <= -most ? -most : cut);
}

export const isWhole = (x) => x.s === 0;

// Far computations: fixed point with 90 places.
const FAR = 90;
const UNIT = pow10(FAR);

export const toFar = (x) => (x.s <= FAR ? x.n * pow10(FAR - x.s) : x.n / pow10(x.s - FAR));
export const fromFar = (far) => fit(roundTo(make(far, FAR), 12));
export const farProduct = (a, b) => (a * b) / UNIT;
export const farRatio = (a, b) => (a * UNIT) / b;

export function squareRoot(n) {
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

export function farExp(far) {
  const halvings = 12n;
  const small = far >> halvings;
  let term = UNIT;
  let total = UNIT;
  for (let i = 1n; term !== 0n; i += 1n) {
    term = (term * small) / UNIT / i;
    total += term;
  }
  for (let i = 0n; i < halvings; i += 1n) total = (total * total) / UNIT;
  return total;
}

function artanhTwice(far) {
  const square = farProduct(far, far);
  let term = far;
  let total = 0n;
  for (let i = 1n; term !== 0n; i += 2n) {
    total += term / i;
    term = farProduct(term, square);
  }
  return 2n * total;
}

const lnOf = (far) => artanhTwice(farRatio(far - UNIT, far + UNIT));
let ln10 = null;

export function farLn(x) {
  if (ln10 === null) ln10 = 3n * lnOf(2n * UNIT) + lnOf((5n * UNIT) / 4n);
  const length = x.n.toString().length;
  const mantissa = (x.n * UNIT) / pow10(length - 1);
  return lnOf(mantissa) + BigInt(length - 1 - x.s) * ln10;
}
