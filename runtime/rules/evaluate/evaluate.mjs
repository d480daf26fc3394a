// The browser's interpreter at a pipe: a line with the app's calendar, then one question a line;
// one answer a line. A zone's table comes with the first question that is asked in it.

import { createInterface } from 'node:readline';
import { Calendar, Zone } from '../../web/assets/js/rules/times.js';
import { dump, evaluate, makeScope } from '../../web/assets/js/rules/evaluate.js';

const zones = new Map();
let calendar = null;

function answer(asked) {
  if (asked.starts !== undefined) zones.set(asked.zone, new Zone(asked.starts));
  const scope = makeScope({ ...asked, zone: zones.get(asked.zone), calendar });
  const [, sort] = asked.op;
  if (sort !== 'calendar') return dump(evaluate(asked.op, scope), sort);
  return JSON.parse(JSON.stringify(evaluate(asked.op, scope), (key, value) => (typeof value === 'bigint' ? String(value) : value)));
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (calendar === null) {
    calendar = new Calendar(asked.calendar);
    continue;
  }
  let given;
  try {
    given = { value: answer(asked) ?? null };
  } catch (error) {
    given = { error: String(error.message) };
  }
  process.stdout.write(`${JSON.stringify(given)}\n`);
}
