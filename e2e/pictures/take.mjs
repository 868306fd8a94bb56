// The README's pictures: the same day, the same place, the same records every time.
import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { serve } from "../lib/server.mjs";
import { DEMO, DESK, PHONE, launch } from "../lib/world.mjs";

/** Largest picture in bytes. */
const LARGEST = 300 * 1024;
const FOLDER = fileURLToPath(new URL("../../docs/images/", import.meta.url));
/** The made-up year ends now, so that what waits is not a year late; its records come from a fixed seed. */
const UNTIL = process.env.UNTIL ?? new Date().toISOString().slice(0, 10);

const server = await serve({ cases: 6000, until: UNTIL });
const browser = await launch();
try {
  await mkdir(FOLDER, { recursive: true });
  for (const lang of ["zh-CN", "en"]) await take(lang);
} finally {
  await browser.close();
  await server.stop();
}

async function take(lang) {
  const end = lang === "en" ? ".en.png" : ".png";
  const staff = async (login, size) => {
    const page = await reader(lang, size);
    await page.goto(`${server.base}/login`);
    await page.locator("form", { has: page.locator(`input[name=account][value="${login}"]`) }).getByRole("button").click();
    await page.waitForLoadState("load");
    return page;
  };

  const lead = await staff(DEMO.lead, PHONE);
  await lead.goto(`${server.base}/patrol`);
  await keep(lead, `patrol${end}`);
  const at = await middle(lead);

  const resident = await reader(lang, PHONE);
  await resident.goto(`${server.base}/report`);
  const words = lang === "en" ? "The drain in front of building 3 is blocked, sewage has been coming up for three days" : "3号楼门前下水道堵了，污水往外冒，臭了三天";
  await resident.locator("#f-description").fill(words);
  await resident.locator("[data-place-map].leaflet-container").waitFor();
  await resident.evaluate((place) => document.dispatchEvent(new CustomEvent("linli:place", { detail: { ...place, zoom: 16 } })), at);
  await resident.locator("#p-place b, #p-place .dim").first().waitFor();
  await resident.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
  await keep(resident, `report${end}`);
  await resident.locator("[data-send]").click();
  await resident.locator(".thanks").waitFor();
  await resident.locator(".track-link a.btn-primary").click();
  await resident.locator(".state-card").waitFor();
  await keep(resident, `track${end}`);

  const desk = await staff(DEMO.dispatcher, DESK);
  await desk.goto(`${server.base}/desk?register=case&view=to_dispatch`);
  await desk.locator("#detail .record, #detail .state").first().waitFor();
  await keep(desk, `desk${end}`);

  const board = await staff(DEMO.supervisor, DESK);
  await board.goto(`${server.base}/board?period=30`);
  await board.locator(".fig").first().waitFor();
  await keep(board, `board${end}`);
}

async function reader(lang, size) {
  const context = await browser.newContext({ viewport: size, locale: lang, hasTouch: size === PHONE, reducedMotion: "reduce", timezoneId: "Asia/Shanghai" });
  return context.newPage();
}

/** The middle of the lead's grid. */
async function middle(page) {
  const html = await (await page.context().request.get(`${server.base}/patrol/report`)).text();
  const [, lon = "", lat = ""] = /data-centre="([\d.]+),([\d.]+)"/.exec(html) ?? [];
  return { lon: Number(lon), lat: Number(lat) };
}

async function keep(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  const path = FOLDER + name;
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  const { size } = await stat(path);
  assert.ok(size < LARGEST, `${name} is ${size} bytes: too large for a README`);
  console.log(`docs/images/${name} ${Math.round(size / 1024)} KB`);
}
