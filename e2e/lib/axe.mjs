// What axe finds on a page: barriers for people who use a screen reader, a keyboard or large text.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { DESK, PHONE } from "./world.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Nothing on the page as it is now keeps anybody out, on desk and phone. The window is as large afterwards as it was. */
export async function open(page) {
  const before = page.viewportSize();
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    assert.deepEqual(await barriers(page), [], `${page.url()} at ${size.width}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wider <= 0, `${page.url()} at ${size.width}: scrolls sideways by ${wider} px`);
  }
  if (before) await page.setViewportSize(before);
}

/** What axe finds on the page as it is now, in words. */
export async function barriers(page) {
  // Evaluated by the debugger, which the page's content security policy does not bind.
  if (!(await page.evaluate("typeof axe !== 'undefined'"))) await page.evaluate(AXE);
  const found = await page.evaluate(async (tags) => {
    // A bar that stays at the bottom covers whatever lies under it at this scroll position; it is put where it ends up below the page.
    for (const bar of document.querySelectorAll(".acts-bar")) bar.style.position = "static";
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    // Pins lie where the things are, however near (WCAG 2.5.8, "essential"); the list beside the map has the same.
    const counts = (id, node) => id !== "target-size" || !/leaflet-/.test(node.html);
    return violations.flatMap(({ id, nodes }) => nodes.filter((node) => counts(id, node)).map((node) => `${id}: ${node.html.replace(/"[0-9a-f-]{36}"/g, '"…"').slice(0, 70)}`));
  }, TAGS);
  return found;
}
