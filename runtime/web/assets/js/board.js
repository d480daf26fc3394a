// The board: cards are dragged with the mouse or a finger, or moved with Alt and the arrows.
import Sortable from "sortablejs";

import { element } from "./fragment.js";
import { say } from "./shell.js";

function wayTo(card, lane) {
  return [...card.querySelectorAll("[data-move-to]")].find((way) => way.dataset.moveTo === lane.dataset.lane);
}

function mark(board, card) {
  for (const lane of board.querySelectorAll(".lane")) {
    const isHome = lane.contains(card);
    const way = card && wayTo(card, lane);
    lane.classList.toggle("is-open", Boolean(card && way && !way.dataset.blocked && !isHome));
    lane.classList.toggle("is-forbidden", Boolean(card && !isHome && (!way || way.dataset.blocked)));
  }
}

function unmark(board) {
  for (const lane of board.querySelectorAll(".lane")) lane.classList.remove("is-open", "is-forbidden");
}

// A lane may hold more cards than are shown: those stay counted.
function rememberCounts(board) {
  for (const count of board.querySelectorAll("[data-count]")) {
    const shown = count.closest(".lane").querySelectorAll("[data-card]").length;
    count.dataset.more = String((Number.parseInt(count.textContent, 10) || shown) - shown);
    count.dataset.mark = count.textContent.endsWith("+") ? "+" : "";
  }
}

function recount(board) {
  for (const count of board.querySelectorAll("[data-count]")) {
    const shown = count.closest(".lane").querySelectorAll("[data-card]").length;
    count.textContent = `${shown + Number(count.dataset.more)}${count.dataset.mark}`;
  }
}

// Where a card is now, so that it can be put back.
function placeOf(card) {
  const list = card.closest("[data-cards]");
  return { list, lane: card.closest(".lane"), at: [...list.querySelectorAll("[data-card]")].indexOf(card) };
}

function putBack(card, place) {
  const others = [...place.list.querySelectorAll("[data-card]")].filter((each) => each !== card);
  place.list.insertBefore(card, others[place.at] ?? null);
}

async function send(board, form, card) {
  const body = new FormData(form);
  body.set("version", card.dataset.version);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true", Accept: "application/json", "X-Board": board.dataset.board, "X-CSRFToken": board.dataset.csrf } });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.sentence || board.dataset.wordsFailed);
  return told;
}

export function startBoard(board) {
  rememberCounts(board);
  const lanes = () => [...board.querySelectorAll(".lane")];

  async function move(card, lane, back) {
    const way = wayTo(card, lane);
    const home = back.lane;
    const restore = () => {
      putBack(card, back);
      recount(board);
    };
    if (!way || way.dataset.blocked) {
      restore();
      say(way?.dataset.blocked || board.dataset.wordsForbidden);
      return;
    }
    if ("asks" in way.dataset) {
      restore();
      window.location.assign(way.href);
      return;
    }
    recount(board);
    try {
      const told = await send(board, way, card);
      if (told.card) {
        const fresh = element(told.card);
        card.replaceWith(fresh);
        card = fresh;
      }
      const undo = wayTo(card, home);
      const words = told.sentence || board.dataset.wordsMoved.replace("{name}", lane.getAttribute("aria-label"));
      const canUndo = undo && !undo.dataset.blocked && !("asks" in undo.dataset);
      say(words, canUndo && { label: board.dataset.wordsUndo, run: () => carry(card, home) });
      if (told.stays) restore();
      card.focus();
    } catch (problem) {
      restore();
      say(problem instanceof TypeError ? board.dataset.wordsFailed : problem.message);
    }
  }

  function carry(card, lane) {
    const back = placeOf(card);
    lane.querySelector("[data-cards]").prepend(card);
    return move(card, lane, back);
  }

  let back = null;
  for (const list of board.querySelectorAll("[data-cards]")) {
    Sortable.create(list, {
      group: "cards",
      draggable: "[data-card]",
      filter: "details, a, button",
      preventOnFilter: false,
      animation: 130,
      delay: 220,
      delayOnTouchOnly: true,
      forceFallback: true,
      fallbackTolerance: 4,
      onStart: ({ item }) => {
        back = placeOf(item);
        mark(board, item);
      },
      onEnd: ({ item, to, from }) => {
        unmark(board);
        if (to !== from) move(item, to.closest(".lane"), back);
      },
    });
  }

  board.addEventListener("keydown", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card || !event.altKey || !/^Arrow(Left|Right)$/.test(event.key)) return;
    event.preventDefault();
    const all = lanes();
    const direction = event.key === "ArrowRight" ? 1 : -1;
    for (let at = all.indexOf(card.closest(".lane")) + direction; all[at]; at += direction) {
      const way = wayTo(card, all[at]);
      if (way && !way.dataset.blocked) {
        carry(card, all[at]);
        return;
      }
    }
    const blocked = [...card.querySelectorAll("[data-blocked]")].map((way) => way.dataset.blocked);
    say(blocked[0] || board.dataset.wordsForbidden);
  });
  board.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-move-to]");
    if (!form) return;
    event.preventDefault();
    const lane = lanes().find((each) => each.dataset.lane === form.dataset.moveTo);
    const card = form.closest("[data-card]");
    if (lane && card) carry(card, lane);
  });
}
