// A rule's sentence while it is written: what is wrong is underlined, what is understood is said.
const PAUSE = 300;

function marksOf(text, problems) {
  const spans = problems
    .filter((each) => each.end > each.start)
    .sort((one, other) => one.start - other.start);
  const letters = [...text];
  const parts = [];
  let at = 0;
  for (const { start, end, severity } of spans) {
    if (start < at) continue;
    parts.push(letters.slice(at, start).join(""));
    const mark = document.createElement("mark");
    mark.className = severity === "error" ? "is-wrong" : "is-odd";
    mark.textContent = letters.slice(start, end).join("");
    parts.push(mark);
    at = end;
  }
  parts.push(`${letters.slice(at).join("")}\n`);
  return parts;
}

// Code points to the units a text box counts in.
function units(text, points) {
  return [...text].slice(0, points).join("").length;
}

function start(form) {
  const text = form.elements.text;
  const about = form.elements.form;
  const reading = form.querySelector("[data-reading]");
  const list = form.querySelector("[data-problems]");
  const said = form.querySelector("[data-said]");
  const marks = form.querySelector("[data-marks]");
  let timer = 0;
  let asked = 0;

  function replace(problem, word) {
    const from = units(text.value, problem.start);
    const to = units(text.value, problem.end);
    text.setRangeText(word, from, to, "end");
    text.focus();
    read();
  }

  function problemLine(problem) {
    const line = document.createElement("li");
    const place = document.createElement("button");
    place.type = "button";
    place.className = `tag tag--${problem.severity === "error" ? "bad" : "warn"}`;
    place.textContent = problem.place;
    place.addEventListener("click", () => {
      text.focus();
      text.setSelectionRange(units(text.value, problem.start), units(text.value, problem.end));
    });
    const hint = document.createElement("span");
    hint.className = "quiet";
    hint.textContent = ` ${problem.hint}`;
    line.append(place, ` ${problem.message}`, hint);
    for (const word of problem.suggestions.slice(0, 3)) {
      const offer = document.createElement("button");
      offer.type = "button";
      offer.className = "btn btn--small";
      offer.textContent = word;
      offer.addEventListener("click", () => replace(problem, word));
      line.append(" ", offer);
    }
    return line;
  }

  function show(found) {
    for (const [line, isShown] of [
      [reading.querySelector("[data-ok]"), found.ok],
      [reading.querySelector("[data-wrong]"), !found.ok],
    ]) {
      line.hidden = !isShown;
      line.lastElementChild.textContent = found.told;
    }
    list.replaceChildren(...found.problems.map(problemLine));
    said.hidden = !found.zh;
    said.querySelector("[data-zh]").textContent = found.zh;
    said.querySelector("[data-en]").textContent = found.en;
    marks.replaceChildren(...marksOf(text.value, found.problems));
    marks.scrollTop = text.scrollTop;
  }

  async function read() {
    const mine = (asked += 1);
    const headers = {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    };
    const body = JSON.stringify({
      form: about.value,
      text: text.value,
      rule: form.dataset.ruleText,
    });
    const answer = await fetch(form.dataset.check, { method: "POST", headers, body }).catch(() => null);
    if (answer?.ok && mine === asked) show(await answer.json());
  }

  const soon = (event) => {
    if (event.isComposing) return;
    marks.replaceChildren();
    clearTimeout(timer);
    timer = setTimeout(read, PAUSE);
  };
  text.addEventListener("input", soon);
  text.addEventListener("compositionend", () => soon({}));
  text.addEventListener("scroll", () => (marks.scrollTop = text.scrollTop));
  about.addEventListener("change", read);
  read();
}

for (const form of document.querySelectorAll("form[data-rule-text]")) start(form);
