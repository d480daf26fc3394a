// A rule's sentence while it is written: what is wrong is underlined, what is understood is said.
const PAUSE = 300;

// What is wrong is underlined; around it, what was recognised is coloured by kind.
function marksOf(text, problems, known) {
  const wrong = problems
    .filter((each) => each.end > each.start)
    .map(({ start, end, severity }) => ({ start, end, name: severity === "error" ? "is-wrong" : "is-odd" }));
  const apart = known.filter((each) => wrong.every((one) => each.end <= one.start || each.start >= one.end));
  const spans = [...wrong, ...apart.map(({ start, end, kind }) => ({ start, end, name: `is-${kind}` }))];
  spans.sort((one, other) => one.start - other.start);
  const letters = [...text];
  const parts = [];
  let at = 0;
  for (const { start, end, name } of spans) {
    if (start < at) continue;
    parts.push(letters.slice(at, start).join(""));
    const mark = document.createElement("mark");
    mark.className = name;
    mark.textContent = letters.slice(start, end).join("");
    parts.push(mark);
    at = end;
  }
  parts.push(`${letters.slice(at).join("")}\n`);
  return parts;
}

function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside);
  return made;
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
  const offers = form.querySelector("[data-offers]");
  const words = form.dataset;
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

  function take(sentence) {
    text.value = sentence;
    text.focus();
    read();
  }

  function pressed(label, className, act) {
    const button = element("button", className, label);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }

  function offerCard(offer) {
    const meaning = element("dl", "rule-offer__meaning");
    for (const part of offer.meaning) meaning.append(element("dt", "", part.label), element("dd", "", part.text));
    const use = pressed(words.wordsUse, "btn btn-primary btn--small", () => take(offer.text));
    return element("article", "rule-offer", element("p", "rule-offer__text", offer.text), meaning, use);
  }

  function questionCard(question) {
    const card = element("article", "rule-offer", element("p", "rule-offer__text", question.message));
    const answers = question.choices.map((choice) =>
      choice.text
        ? pressed(choice.label, "btn btn--small", () => take(choice.text))
        : pressed(choice.label, "btn btn--small", () => replace(question, choice.label)),
    );
    card.append(
      answers.length ? element("div", "row-of", ...answers) : element("p", "quiet", words.wordsByHand),
    );
    return card;
  }

  function showOffers(found) {
    const cards = [...(found.offers ?? []).map(offerCard), ...(found.questions ?? []).map(questionCard)];
    const title = found.offers?.length ? [element("h2", "", words.wordsOffers)] : [];
    offers.replaceChildren(...title, ...cards);
    offers.hidden = !cards.length;
  }

  function show(found) {
    const answers = (found.offers?.length ?? 0) + (found.questions?.length ?? 0);
    // Beside an answer only what is mended by a press is worth saying.
    const told = answers ? found.problems.filter((each) => each.suggestions.length) : found.problems;
    for (const [line, isShown] of [
      [reading.querySelector("[data-ok]"), found.ok],
      [reading.querySelector("[data-wrong]"), !found.ok],
    ]) {
      line.hidden = !isShown;
      line.lastElementChild.textContent = found.told;
    }
    list.replaceChildren(...told.map(problemLine));
    said.hidden = !found.zh;
    said.querySelector("[data-zh]").textContent = found.zh;
    said.querySelector("[data-en]").textContent = found.en;
    marks.replaceChildren(...marksOf(text.value, told, found.marks ?? []));
    marks.scrollTop = text.scrollTop;
    showOffers(found);
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

const SHOWN = 12;

// The fields one may name: a few of them, the others by searching; one press writes the name.
function names(part) {
  const find = part.querySelector("[data-names-find]");
  const note = part.querySelector("[data-names-note]");
  const all = [...part.querySelectorAll("[data-name]")];
  const text = document.getElementById("text");

  function search() {
    const wanted = find.value.trim().toLowerCase();
    const fitting = all.filter((each) => each.dataset.name.toLowerCase().includes(wanted));
    const shown = new Set(fitting.slice(0, SHOWN));
    for (const each of all) each.hidden = !shown.has(each);
    const more = fitting.length - shown.size;
    note.hidden = fitting.length > 0 && !more;
    note.textContent = fitting.length ? part.dataset.wordsMore.replace("{count}", more) : part.dataset.wordsNone;
  }

  for (const each of all) {
    each.addEventListener("click", () => {
      text.setRangeText(each.dataset.name, text.selectionStart, text.selectionEnd, "end");
      text.focus();
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  find.hidden = all.length <= SHOWN;
  find.addEventListener("input", search);
  search();
}

for (const part of document.querySelectorAll("[data-names]")) names(part);
for (const form of document.querySelectorAll("form[data-rule-text]")) start(form);
