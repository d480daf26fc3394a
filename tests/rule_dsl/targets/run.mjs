// Evaluates operations for the differential test: a line with the surroundings and the records,
// then one line of operations after another; answers one line of values for each.

import { createInterface } from 'node:readline';
import { Calendar, Zone } from '../../../runtime/web/assets/js/rules/times.js';
import { dump, evaluate, makeScope } from '../../../runtime/web/assets/js/rules/evaluate.js';

let scopes = null;
for await (const line of createInterface({ input: process.stdin })) {
  const sent = JSON.parse(line);
  if (scopes === null) {
    const zone = new Zone(sent.zone);
    const calendar = new Calendar(sent.calendar);
    scopes = sent.records.map((record) => makeScope({ ...sent, record, zone, calendar }));
    continue;
  }
  const values = sent.map((op) => {
    try {
      return scopes.map((scope) => dump(evaluate(op, scope), op[1]));
    } catch (error) {
      return String(error.stack);
    }
  });
  process.stdout.write(`${JSON.stringify(values)}\n`);
}
