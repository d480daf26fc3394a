// Child tables: add a line, copy the last, remove one.

function renumber(row, name, at) {
  const marked = [
    ["name", new RegExp(`^${CSS.escape(name).replace(/\\/g, "\\\\")}-\\d+-`), `${name}-${at}-`],
    ["id", new RegExp(`^${CSS.escape(name).replace(/\\/g, "\\\\")}-\\d+-`), `${name}-${at}-`],
    ["for", new RegExp(`^${CSS.escape(name).replace(/\\/g, "\\\\")}-\\d+-`), `${name}-${at}-`],
  ];
  for (const [attribute, pattern, replacement] of marked) {
    for (const each of row.querySelectorAll(`[${attribute}]`)) {
      each.setAttribute(attribute, each.getAttribute(attribute).replace(pattern, replacement));
    }
  }
}

function startTable(table) {
  const name = table.dataset.lines;
  const rows = table.querySelector("[data-lines-rows]");
  const template = table.querySelector("[data-lines-template]");
  const changed = () => table.dispatchEvent(new Event("change", { bubbles: true }));
  let next = rows.children.length;

  function add() {
    const row = template.content.firstElementChild.cloneNode(true);
    renumber(row, name, next);
    next += 1;
    for (const each of row.querySelectorAll("[data-with-js]")) each.hidden = false;
    rows.append(row);
    return row;
  }
  function values(row) {
    return [...row.querySelectorAll("input:not([type='hidden']), select, textarea")];
  }
  table.addEventListener("click", (event) => {
    if (event.target.closest("[data-lines-add]")) {
      values(add())[0]?.focus();
    } else if (event.target.closest("[data-lines-copy]")) {
      const last = rows.lastElementChild;
      const row = add();
      if (last) values(row).forEach((input, at) => (input.value = values(last)[at]?.value ?? ""));
      values(row)[0]?.focus();
      changed();
    } else if (event.target.closest("[data-lines-drop]")) {
      event.target.closest("[data-line]").remove();
      table.querySelector("[data-lines-add]").focus();
      changed();
    }
  });
}

export function startLines() {
  for (const table of document.querySelectorAll("[data-lines]")) startTable(table);
}
