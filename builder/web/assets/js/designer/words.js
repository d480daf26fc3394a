// What the server said when the page was made: words, addresses, kinds of fields.
export const given = JSON.parse(document.getElementById("designer-state").textContent);
export const lang = given.lang;
export const otherLang = lang === "zh" ? "en" : "zh";

export function word(code, ...facts) {
  const text = given.words[code] ?? code;
  return facts.reduce((said, fact, at) => said.replace(`{${at}}`, fact), text);
}

export function labelOf(element) {
  const labels = element.label || {};
  return labels[lang] || labels[otherLang] || element.key;
}

const kindsByKey = new Map(given.kinds.map((kind) => [kind.key, kind]));
const UNKNOWN = { label: "", icon: "table", controls: [], is_stored: false, is_generated: false, has_columns: false };

export function kindOf(field) {
  return kindsByKey.get(field.type) || { ...UNKNOWN, label: field.type };
}

export function icon(name, more = "") {
  return (
    <svg class={`icon ${more}`.trim()} aria-hidden="true" focusable="false">
      <use href={`${document.body.dataset.icons}#${name}`} />
    </svg>
  );
}
