// Every page, in both sizes and both languages: for people who use a screen reader or a keyboard, on a slow line, under a strict policy.
import assert from "node:assert/strict";
import { barriers } from "../lib/axe.mjs";
import { everyPage } from "../lib/every.mjs";
import { DESK, PHONE, base, journey } from "../lib/world.mjs";

/** There are many pages, and axe takes its time over each: milliseconds. */
const LONG = 900_000;
/** Bytes of a page without its map. */
const HEAVY = 100 * 1024;

/** Everybody's pages, each looked at by one signed-in reader. @param {import("../lib/world.mjs").People} people @param {string} lang @param {(page: import("playwright-core").Page, path: string) => Promise<string[]>} look */
async function read(people, lang, look) {
  /** Pages by what is wrong with them. @type {Record<string, string[]>} */
  const wrong = {};
  /** @type {Map<string | null, string[]>} */
  const byReader = new Map();
  for (const { login, path } of await everyPage()) byReader.set(login, [...(byReader.get(login) ?? []), path]);
  for (const [login, paths] of byReader) {
    const page = login ? await people.staff(login, { lang }) : await people.somebody({ lang });
    for (const path of paths) {
      const answer = await page.goto(base() + path, { waitUntil: "load" });
      assert.equal(answer?.status(), 200, path);
      for (const text of await look(page, path)) (wrong[text] ??= []).push(path);
    }
    await page.context().close();
  }
  return wrong;
}

export default function everyPageIsOpenToAll() {
  for (const lang of ["zh-CN", "en"]) {
    journey(`every page can be used by everybody in ${lang}: no barrier that axe finds, on desk and phone`, async (people) => {
      const wrong = await read(people, lang, async (page, path) => {
        const found = [];
        for (const size of [DESK, PHONE]) {
          await page.setViewportSize(size);
          // Nobody carries the wall in a pocket.
          if (path === "/wall" && size === PHONE) continue;
          // Only words differ between the languages: in the second one the narrow page, where they have least room, is enough.
          if (lang === "zh-CN" || size === PHONE) found.push(...(await barriers(page)).map((text) => `at ${size.width}: ${text}`));
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wider > 0) found.push(`at ${size.width}: scrolls sideways by ${wider} px`);
        }
        assert.equal(await page.getAttribute("html", "lang"), lang);
        return found;
      });
      assert.deepEqual(wrong, {});
    }, LONG);
  }

  journey("every page comes in less than 100 KB over the wire, its map aside", async (people) => {
    const weighed = new WeakMap();
    const wrong = await read(people, "zh-CN", async (page, path) => {
      const scale = weighed.get(page) ?? (await weigh(page));
      weighed.set(page, scale);
      const sum = await scale(path);
      return sum < HEAVY ? [] : [`weighs ${Math.round(sum / 1024)} KB`];
    });
    assert.deepEqual(wrong, {});
  }, LONG);
}

/** Counts what a page costs with an empty cache. */
async function weigh(page) {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.setCacheDisabled", { cacheDisabled: true });
  const urls = new Map();
  let sum = 0;
  wire.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId) ?? "";
    if (!/\/assets\/(map|place|board)-\w+\.(js|css)$|\/map\/grids|\/photos\//.test(url)) sum += encodedDataLength;
  });
  return async (path) => {
    sum = 0;
    await page.goto(base() + path, { waitUntil: "load" });
    return sum;
  };
}
