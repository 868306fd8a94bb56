// Builds src/ into dist/: scripts and style sheets with the hash of their content in the name, the icon sprite,
// a .br and a .gz beside everything that shrinks, and manifest.json (plain name → hashed name) for the server.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
// The browsers inside the messaging apps that residents use lag years behind.
const target = ["chrome88", "safari14.1", "firefox88"];

// Every src/*.ts and src/css/*.css that starts with this line is an entry of its own; the rest is imported by one.
const MARK = /^\/\*! entry \*\//;
const entries = ["src", "src/css"].flatMap((folder) =>
  readdirSync(join(here, folder))
    .filter((name) => /\.(ts|css)$/.test(name))
    .map((name) => join(here, folder, name))
    .filter((file) => MARK.test(readFileSync(file, "utf8"))),
);

const result = await build({
  entryPoints: entries,
  bundle: true,
  minify: true,
  write: false,
  outdir: dist,
  entryNames: "[name]",
  format: "iife",
  target,
  charset: "utf8",
  legalComments: "none",
  loader: { ".png": "dataurl", ".svg": "dataurl" },
  logLevel: "warning",
  absWorkingDir: here,
});

const files = new Map(result.outputFiles.map((f) => [basename(f.path), Buffer.from(f.contents)]));
files.set("icons.svg", Buffer.from(sprite()));
files.set("favicon.svg", readFileSync(join(here, "src/favicon.svg")));
// The app's icons on a phone: favicon.svg as pictures, one of them with room to be cut into any shape.
for (const name of readdirSync(join(here, "src/icons"))) files.set(name, readFileSync(join(here, "src/icons", name)));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const manifest = {};
for (const [name, content] of [...files].sort(([a], [b]) => a.localeCompare(b))) {
  // A service worker's address is its identity: it keeps its plain name and is served without long caching.
  const hashed = name === "sw.js" ? name : withHash(name, content);
  manifest[name] = hashed;
  writeFileSync(join(dist, hashed), content);
  const br = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  writeFileSync(join(dist, `${hashed}.br`), br);
  writeFileSync(join(dist, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  console.log(`${name.padEnd(14)} ${kb(content)} → ${kb(br)} br`);
}
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

function withHash(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const ext = extname(name);
  return `${basename(name, ext)}-${hash}${ext}`;
}

function kb(buffer) {
  return `${(buffer.length / 1024).toFixed(1).padStart(6)} KB`;
}

// One <symbol> per line of icons.txt, paths as drawn by Tabler Icons (MIT).
function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8")
    .split(/\s+/)
    .filter(Boolean);
  const symbols = names.map((name) => {
    const svg = readFileSync(join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
    const inner = svg
      .slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"))
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
      .replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}
