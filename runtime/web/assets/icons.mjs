// One SVG sheet of the Tabler outline icons that the sources ask for.
import fs from "node:fs";
import path from "node:path";

const CALL = /\bicon\(\s*["']([a-z0-9-]+)["']/g; // icon("truck") in a template, a script or Python
const FACT = /\bicon["']?\s*[:=]\s*["']([a-z0-9-]+)["']/g; // icon = "truck", "icon": "truck", icon="truck"

function namesIn(text, pattern) {
  return [...text.matchAll(pattern)].map(([, name]) => name);
}

function symbol(name, svg) {
  const inner = svg
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s*\n\s*/g, "")
    .replace(/ \/>/g, "/>");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}

// → {svg, names, problems}; a name in a call or in the list must exist, a fact that is no icon is left alone.
export function collectIcons({ root, files, list }) {
  const outline = path.join(root, "node_modules/@tabler/icons/icons/outline");
  const sheet = (name) => path.join(outline, `${name}.svg`);
  const wanted = new Map();
  for (const file of files) {
    const text = fs.readFileSync(file, "utf8");
    for (const name of namesIn(text, CALL)) wanted.set(name, file);
    for (const name of namesIn(text, FACT)) if (fs.existsSync(sheet(name))) wanted.set(name, file);
  }
  if (fs.existsSync(list)) {
    for (const line of fs.readFileSync(list, "utf8").split("\n")) {
      const name = line.replace(/#.*/, "").trim();
      if (name) wanted.set(name, list);
    }
  }
  const names = [...wanted.keys()].sort();
  const problems = names
    .filter((name) => !fs.existsSync(sheet(name)))
    .map((name) => `Tabler has no outline icon "${name}" (asked for in ${path.relative(root, wanted.get(name))})`);
  const symbols = names.filter((name) => fs.existsSync(sheet(name))).map((name) => symbol(name, fs.readFileSync(sheet(name), "utf8")));
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`, names, problems };
}
