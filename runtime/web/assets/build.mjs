// Builds the browser's side: CSS bundles, JavaScript modules, one sheet of icons, and manifest.json.
//
//   css/*.css       one bundle each (a name that starts with _ is a part, imported by others)
//   js/entry/*.js   one ES module each, common parts split off; js/worker/*.js become classic scripts
//
// An upper product that is there brings its own css/ and js/ in <product>/web/assets; they are built alike.
// Tabler's CSS is purged for each bundle of what no template or script uses; our own CSS is kept whole.
// A bundle may narrow what is looked at with `/* @content runtime/web/templates/frontline */` lines.
// Output: ../static/dist, with hashed names; manifest.json maps "css/app.css", "js/app.js", "icons.svg".
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

import { collectIcons } from "./icons.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, "../../..");
const STATIC = path.resolve(HERE, "../static");
const DIST = path.join(STATIC, "dist");
const WORK = path.join(STATIC, "dist.new");
const HOMES = [HERE, ...["builder", "templates_market"].map((product) => path.join(ROOT, product, "web/assets"))];
const TARGET = ["es2020", "chrome87", "firefox90", "safari14.1"]; // safari14 itself cannot be targeted

// What a first visit to each kind of page loads, in kB after gzip. Lazily imported chunks do not count.
// A script that no page names is taken for a designer's.
const PAGES = {
  frontline: { css: ["frontline"], js: ["frontline"], limit: 60 },
  portal: { css: ["portal"], js: ["portal"], limit: 40 },
  desk: { css: ["app"], js: ["app"], limit: 110 },
  "desk with a board": { css: ["app"], js: ["app", "board"], limit: 150 },
  "desk with a chart": { css: ["app"], js: ["app", "gantt"], limit: 150 },
};
const DESIGNER_LIMIT = 250;

// Where class names, variables and icons are asked for.
const CONTENT = [
  "runtime/web/templates", "runtime/web/assets/js", "runtime/web", "runtime/fields", "runtime/views",
  "builder", "templates_market",
];
const CONTENT_KINDS = new Set([".html", ".js", ".mjs", ".jsx", ".py", ".svg"]);
const SKIPPED_FOLDERS = new Set(["static", "node_modules", "__pycache__", "bundles", "assets.tmp"]);
const SAFELIST = {
  standard: ["html", "body", "show", "showing", "hide", "fade", "active", "disabled", "collapsing", "was-validated"],
  greedy: [/^data-bs-theme/, /^htmx-/, /^is-(in)?valid$/, /^sortable-/],
};
const DYNAMIC_ATTRIBUTES = ["data-bs-theme", "aria-sort", "aria-current", "aria-expanded", "dir", "open", "type"];

const PLACEHOLDERS = {
  "css/app.css": '/* The desk pages. */\n@import "@tabler/core/dist/css/tabler.css";\n',
  "css/frontline.css": '/* The phone form. */\n@import "@tabler/core/dist/css/tabler.css";\n',
  "js/entry/app.js": 'import "htmx.org";\n',
};

function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

function fail(sentence) {
  process.stderr.write(`Assets: ${sentence}\n`);
  process.exit(1);
}

function listFiles(folder, wanted) {
  if (!fs.existsSync(folder)) return [];
  const found = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) found.push(...listFiles(full, wanted));
    } else if (wanted(full)) {
      found.push(full);
    }
  }
  return found.sort();
}

function contentFiles(places) {
  const files = places.flatMap((place) => {
    const full = path.join(ROOT, place);
    if (fs.existsSync(full) && fs.statSync(full).isFile()) return [full];
    return listFiles(full, (file) => CONTENT_KINDS.has(path.extname(file)));
  });
  return [...new Set(files)].filter((file) => path.dirname(file) !== HERE);
}

function writePlaceholders() {
  for (const [name, text] of Object.entries(PLACEHOLDERS)) {
    const file = path.join(HERE, name);
    if (fs.existsSync(file)) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    say(`made a placeholder ${path.relative(ROOT, file)}`);
  }
}

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const digest = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 10);

function emit(manifest, logical, bytes, extra = {}) {
  const { dir, name, ext } = path.parse(logical);
  const file = path.posix.join(dir, `${name}-${digest(bytes)}${ext}`);
  const target = path.join(WORK, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, bytes);
  manifest[logical] = { file, gz: gzipped(bytes), imports: [], ...extra };
}

// ---- CSS -----------------------------------------------------------------------------------------

// Variables that our own text reads, and whatever those are made of in Tabler.
function variablesInUse(ownTexts, tablerText) {
  const made = new Map();
  for (const [, name, value] of tablerText.matchAll(/(--[\w-]+)\s*:\s*([^;}]*)/g)) {
    made.set(name, `${made.get(name) ?? ""} ${value}`);
  }
  const used = new Set();
  const visit = (text) => {
    for (const [name] of text.matchAll(/--[\w-]+/g)) {
      if (!made.has(name) || used.has(name)) continue;
      used.add(name);
      visit(made.get(name));
    }
  };
  ownTexts.forEach(visit);
  return [...used];
}

function isThirdParty(file) {
  return file.includes(`${path.sep}node_modules${path.sep}`);
}

async function purge(text, places, ownTexts) {
  const files = contentFiles(places);
  const content = files.map((file) => ({ raw: fs.readFileSync(file, "utf8"), extension: "html" }));
  const [result] = await new PurgeCSS().purge({
    content,
    css: [{ raw: text }],
    defaultExtractor: (raw) => raw.match(/[\w@/:.%-]*[\w%-]/g) ?? [],
    dynamicAttributes: DYNAMIC_ATTRIBUTES,
    fontFace: true,
    keyframes: true,
    variables: true,
    safelist: { ...SAFELIST, variables: variablesInUse([...ownTexts, ...content.map((c) => c.raw)], text) },
  });
  return result.css;
}

function tablerPurger(places, ownTexts) {
  return {
    name: "purge-third-party-css",
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
        if (!isThirdParty(file)) return undefined;
        const contents = await purge(fs.readFileSync(file, "utf8"), places, ownTexts);
        return { contents, loader: "css", resolveDir: path.dirname(file) };
      });
    },
  };
}

async function buildCss(manifest) {
  const folders = new Set(HOMES.map((home) => path.join(home, "css")));
  const sheets = [...folders].flatMap((folder) => listFiles(folder, (file) => file.endsWith(".css")));
  const ownTexts = sheets.map((file) => fs.readFileSync(file, "utf8"));
  for (const sheet of sheets) {
    if (!folders.has(path.dirname(sheet)) || path.basename(sheet).startsWith("_")) continue;
    const text = fs.readFileSync(sheet, "utf8");
    const narrowed = [...text.matchAll(/\/\*\s*@content\s+(\S+)\s*\*\//g)].map(([, place]) => place);
    const result = await esbuild.build({
      entryPoints: [sheet],
      absWorkingDir: ROOT,
      bundle: true,
      legalComments: "none",
      loader: { ".woff2": "dataurl", ".svg": "dataurl", ".png": "dataurl" },
      logLevel: "error",
      minify: true,
      plugins: [tablerPurger(narrowed.length > 0 ? narrowed : CONTENT, ownTexts)],
      target: TARGET,
      write: false,
    });
    emit(manifest, `css/${path.basename(sheet)}`, Buffer.from(result.outputFiles[0].contents));
  }
}

// ---- JavaScript ----------------------------------------------------------------------------------

// Every chunk that loading `output` loads at once, in the order found: these get modulepreload links.
function eagerImports(outputs, output, found = new Set()) {
  for (const { path: imported, kind, external } of outputs[output].imports) {
    if (external || kind === "dynamic-import" || found.has(imported) || !outputs[imported]) continue;
    found.add(imported);
    eagerImports(outputs, imported, found);
  }
  return [...found];
}

function recordOutputs(manifest, outputs) {
  const inDist = (output) => path.relative(WORK, path.join(ROOT, output)).split(path.sep).join("/");
  const sizeOf = (output) => gzipped(fs.readFileSync(path.join(ROOT, output)));
  for (const [output, facts] of Object.entries(outputs)) {
    if (!facts.entryPoint) continue;
    const imports = eagerImports(outputs, output);
    const name = path.parse(facts.entryPoint).name;
    manifest[`js/${name}.js`] = {
      file: inDist(output),
      gz: sizeOf(output) + imports.reduce((sum, chunk) => sum + sizeOf(chunk), 0),
      imports: imports.map(inDist),
    };
    if (facts.cssBundle) {
      manifest[`js/${name}.css`] = { file: inDist(facts.cssBundle), gz: sizeOf(facts.cssBundle), imports: [] };
    }
  }
}

async function buildJs(manifest) {
  const shared = {
    absWorkingDir: ROOT,
    bundle: true,
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    loader: { ".js": "jsx", ".svg": "text", ".wasm": "file", ".woff2": "file", ".png": "file" },
    logLevel: "error",
    metafile: true,
    minify: true,
    outdir: path.join(WORK, "js"),
    assetNames: "[name]-[hash]",
    entryNames: "[name]-[hash]",
    target: TARGET,
  };
  const isScript = (file) => /\.(js|mjs|jsx)$/.test(file);
  const modules = HOMES.flatMap((home) => listFiles(path.join(home, "js/entry"), isScript));
  const workers = HOMES.flatMap((home) => listFiles(path.join(home, "js/worker"), isScript));
  if (modules.length > 0) {
    const options = { format: "esm", splitting: true, chunkNames: "chunk-[hash]" };
    const built = await esbuild.build({ ...shared, ...options, entryPoints: modules });
    recordOutputs(manifest, built.metafile.outputs);
  }
  if (workers.length > 0) {
    const built = await esbuild.build({ ...shared, format: "iife", entryPoints: workers });
    recordOutputs(manifest, built.metafile.outputs);
  }
  return workers.map((file) => path.parse(file).name);
}

// ---- budgets -------------------------------------------------------------------------------------

function pagesWithDesigners(manifest, workers) {
  const named = new Set([...Object.values(PAGES).flatMap((page) => page.js), ...workers]);
  const pages = { ...PAGES };
  for (const logical of Object.keys(manifest)) {
    const name = /^js\/(.+)\.js$/.exec(logical)?.[1];
    if (name && !named.has(name)) pages[name] = { css: ["app", name], js: ["app", name], limit: DESIGNER_LIMIT };
  }
  return pages;
}

// Files of a page, each counted once even when two entries share a chunk.
function bytesOf(manifest, page) {
  const entries = [
    ...page.css.map((name) => `css/${name}.css`),
    ...page.js.flatMap((name) => [`js/${name}.js`, `js/${name}.css`]),
    "icons.svg",
  ].filter((logical) => manifest[logical]);
  const files = new Set(entries.flatMap((logical) => [manifest[logical].file, ...manifest[logical].imports]));
  return [...files].reduce((sum, file) => sum + gzipped(fs.readFileSync(path.join(WORK, file))), 0);
}

function checkBudgets(manifest, workers) {
  const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(6);
  for (const [logical, { gz }] of Object.entries(manifest)) say(`${kb(gz)} kB  ${logical}`);
  const broken = [];
  for (const [name, page] of Object.entries(pagesWithDesigners(manifest, workers))) {
    if (!page.js.concat(page.css).some((part) => manifest[`js/${part}.js`] || manifest[`css/${part}.css`])) continue;
    const bytes = bytesOf(manifest, page);
    say(`${kb(bytes)} kB  page ${name} (at most ${page.limit} kB)`);
    if (bytes > page.limit * 1000) broken.push(`${name} is ${kb(bytes).trim()} kB, at most ${page.limit} allowed`);
  }
  return broken;
}

// ---- all of it -----------------------------------------------------------------------------------

async function main() {
  writePlaceholders();
  fs.rmSync(WORK, { recursive: true, force: true });
  fs.mkdirSync(WORK, { recursive: true });
  const manifest = {};
  await buildCss(manifest);
  const workers = await buildJs(manifest);
  const icons = collectIcons({ root: ROOT, files: contentFiles(CONTENT), list: path.join(ROOT, "runtime/spec/icons.txt") });
  if (icons.problems.length > 0) fail(icons.problems.join("\n        "));
  emit(manifest, "icons.svg", Buffer.from(icons.svg), { names: icons.names });
  const broken = checkBudgets(manifest, workers);
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  fs.writeFileSync(path.join(WORK, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
  if (broken.length > 0) fail(`over budget: ${broken.join("; ")}`);
  fs.rmSync(DIST, { recursive: true, force: true });
  fs.renameSync(WORK, DIST);
}

main().catch((problem) => fail(problem.message ?? String(problem)));
