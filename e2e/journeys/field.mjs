// The patrol without a signal: nothing is lost and everything arrives once, whatever happens to the network, the browser and the phone.
import assert from "node:assert/strict";
import { barriers } from "../lib/axe.mjs";
import { photo } from "../lib/files.mjs";
import { line } from "../lib/line.mjs";
import { DEMO, DESK, PHONE, act, base, get, journey, place, reported, session } from "../lib/world.mjs";
import { shows } from "./case.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("../lib/world.mjs").Place} Place */

/** A machine that runs other journeys too sends five hundred reports in minutes: milliseconds. */
const PATIENCE = 600_000;
/** Networks that are not there say so in the console. */
const SILENT = /ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED|CONNECTION_\w+|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING)/;

/** A grid lead whose phone keeps the day, on a line of its own. @param {import("../lib/world.mjs").People} people @param {Place} at */
async function inTheField(people, at) {
  people.expect(SILENT);
  const wire = await line(base());
  const page = await people.staff(at.lead, { size: PHONE, at: { longitude: at.lon, latitude: at.lat } });
  const context = page.context();
  context.on("close", () => void wire.end());
  /** Into the cellar and out again. */
  const signal = async (there) => {
    if (there) await wire.mend();
    await context.setOffline(!there);
    if (!there) await wire.cut();
  };
  await page.goto(`${wire.base}/patrol`);
  await ready(page);
  return { page, context, here: wire.base, signal };
}

/** The service worker has the page, and the pages of the day are kept. @param {Page} page */
async function ready(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller || !(await (await caches.open("linli-day")).match("/patrol/whose"))) await new Promise((done) => setTimeout(done, 50));
  });
}

/** What was found, written down without a signal. @param {Page} page @param {string} words */
async function finds(page, words, { picture = false } = {}) {
  await page.goto(new URL("/patrol/report", page.url()).href);
  if (picture) {
    await page.locator("[data-shots] input[type=file]").setInputFiles(photo());
    await page.locator(".shot[data-kept]").waitFor();
  }
  await page.locator(".tiles label").first().tap();
  await page.locator("#f-description").fill(words);
  await page.getByRole("button", { name: "就在我站的地方" }).tap();
  await shows(page, "已标在地图上");
  await page.locator("[data-send]").tap();
  await page.waitForURL(/\/patrol\/queue/);
  await page.locator('[data-part="waiting"] li', { hasText: words }).waitFor();
}

/** A token for programs. @param {string} login */
async function token(login) {
  const headers = { cookie: `linli_session=${await session(login)}`, "sec-fetch-site": "same-origin" };
  const until = /name="until"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="until"/.exec(await get(login, "/me"));
  const body = new URLSearchParams({ label: "清点", until: until?.[1] ?? until?.[2] ?? "" });
  const answer = await fetch(`${base()}/me/tokens`, { method: "POST", headers, body });
  const secret = /<code class="secret[^>]*>([^<]+)</.exec(await answer.text())?.[1];
  assert.ok(secret, "a token is made");
  return secret;
}

/** Records of a lead's grid whose title begins with these words, asked for through the API. @param {Place} at @param {string} words */
async function arrived(at, words) {
  const authorization = `Bearer ${await token(at.lead)}`;
  const found = [];
  for (let after = ""; ; ) {
    const query = new URLSearchParams({ register: "case", area: at.grid, limit: "200", ...(after ? { after } : {}) });
    const answer = await (await fetch(`${base()}/api/v1/records?${query}`, { headers: { authorization } })).json();
    found.push(...answer.records.filter((record) => record.title.startsWith(words)));
    after = answer.next ?? "";
    if (!after) return found;
  }
}

/** @param {Page} page @param {number} n */
async function allSent(page, n, patience = 60_000) {
  await page.locator('[data-part="sent"] [data-n]', { hasText: new RegExp(`^${n}$`) }).waitFor({ timeout: patience });
  await page.locator('[data-part="none"]').waitFor();
}

export default function withoutASignal() {
  journey("offline, a grid lead reports with a photo; the browser is killed; with a signal it arrives once", async (people) => {
    const at = await place();
    const { page, context, here, signal } = await inTheField(people, at);
    await signal(false);
    await page.goto(`${here}/patrol`);
    await shows(page.locator("[data-field-line]"), "没有信号");
    await page.getByRole("link", { name: "发现问题" }).tap();
    await page.waitForURL(/\/patrol\/report/);
    await finds(page, "没有信号时看到的坑", { picture: true });
    await shows(page.locator("[data-queue-count]"), "1");
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      assert.deepEqual(await barriers(page), [], `the queue's page at ${size.width}`);
    }
    await page.close();
    assert.equal((await arrived(at, "没有信号")).length, 0);

    await signal(true);
    const again = await context.newPage();
    await again.goto(`${here}/patrol/queue`);
    await allSent(again, 1);
    const [record, ...more] = await arrived(at, "没有信号");
    assert.deepEqual(more, []);
    assert.match(await get(at.lead, `/patrol/${record.id}`), /<img src="\/photos\//, "with its photo");
  });

  journey("offline, what was half written is there again after the browser was killed", async (people) => {
    const at = await place();
    const { page, context, here, signal } = await inTheField(people, at);
    await signal(false);
    await page.goto(`${here}/patrol/report`);
    await page.locator("[data-shots] input[type=file]").setInputFiles(photo());
    await page.locator(".shot[data-kept]").waitFor();
    await page.locator("#f-description").fill("写到一半的事");
    await page.evaluate(
      () =>
        new Promise((done) => {
          const look = () => {
            const request = indexedDB.open("linli-patrol");
            request.onsuccess = () => {
              const all = request.result.transaction("items").objectStore("items").getAll();
              all.onsuccess = () => {
                request.result.close();
                if (all.result.some((item) => item.title === "写到一半的事")) done(undefined);
                else setTimeout(look, 50);
              };
            };
          };
          look();
        }),
    );
    await page.close();
    const again = await context.newPage();
    await again.goto(`${here}/patrol/report`);
    await shows(again, "上次没写完的内容还在");
    assert.equal(await again.locator("#f-description").inputValue(), "写到一半的事");
    await again.locator(".shot[data-kept]").waitFor();
  });

  journey("offline, two acts on one matter arrive in order; on another somebody was faster, and both sides are shown", async (people) => {
    const at = await place();
    const mine = await reported(at, "楼下的灯不亮了");
    const theirs = await reported(at, "井盖松动会响");
    const { page, context, here, signal } = await inTheField(people, at);
    await signal(false);
    const does = async (id, move, words) => {
      await page.goto(`${here}/patrol/${id}`);
      const form = page.locator(`#act-${move}-${id}`);
      if (!(await form.evaluate((element) => /** @type {HTMLDetailsElement} */ (element).open))) await form.locator("summary").tap();
      await form.locator("textarea").fill(words);
      await form.locator("button.btn-primary").tap();
      await page.waitForURL(/\/patrol\/queue/);
      await page.locator('[data-part="waiting"] li', { hasText: words }).waitFor();
    };
    await does(mine.id, "contact", "打过电话了");
    await does(mine.id, "solve", "灯泡换好了");
    await does(theirs.id, "solve", "井盖垫平了");
    await page.goto(`${here}/patrol`);
    await page.locator(`[data-matter="${mine.id}"] [data-kept]`).waitFor();
    // Meanwhile the community's clerk has urged it.
    await act(at.clerk, theirs.id, "urge");

    await page.goto(`${here}/patrol/queue`);
    await signal(true);
    const stuck = page.locator('[data-part="needs"] li');
    await stuck.waitFor();
    await shows(stuck.locator("[data-mine]"), "井盖垫平了");
    await shows(stuck.locator("[data-theirs]"), "催办");
    assert.deepEqual(await barriers(page), []);
    await stuck.getByRole("button", { name: "按最新情况再发" }).tap();
    await allSent(page, 3);
    for (const [matter, words] of [[mine, "灯泡换好了"], [theirs, "井盖垫平了"]]) {
      const resident = await people.resident();
      await resident.goto(base() + matter.link);
      await shows(resident.locator(".state-card"), "已办结，请您评价");
      await shows(resident.locator(".timeline"), words);
    }
  });

  journey("offline, a session ends: the queue is kept, another account neither sees nor sends it, and it goes on after signing in", async (people) => {
    const at = await place();
    const { page, context, here, signal } = await inTheField(people, at);
    await signal(false);
    await finds(page, "登录到期前看到的");
    await context.clearCookies();
    await signal(true);
    await page.goto(`${here}/patrol/queue`);
    await page.waitForURL(/\/login/);
    const kept = () => page.evaluate(async () => (await caches.keys()).includes("linli-day"));
    assert.equal(await kept(), false, "the day is not kept for whoever comes next");
    const as = async (login) => context.addCookies([{ name: "linli_session", value: await session(login), url: here }]);
    await as(DEMO.lead);
    await page.goto(`${here}/patrol/queue`);
    await page.locator('[data-part="none"]').waitFor();
    assert.doesNotMatch(await page.locator("main").innerText(), /登录到期前/);
    assert.equal((await arrived(at, "登录到期前")).length, 0);
    await as(at.lead);
    await page.goto(`${here}/patrol/queue`);
    await allSent(page, 1);
    assert.equal((await arrived(at, "登录到期前")).length, 1);
  });

  journey("offline, the phone has no room left: the photo is refused in clear words, and the report goes without it", async (people) => {
    const at = await place();
    const { page, context, here, signal } = await inTheField(people, at);
    await signal(false);
    // A browser without a profile on the disk has no quota that could be made small: what it says of its room is.
    await page.addInitScript(() => (navigator.storage.estimate = async () => ({ quota: 6_000_000, usage: 5_000_000 })));
    await page.goto(`${here}/patrol/report`);
    await page.locator("[data-shots] input[type=file]").setInputFiles(photo());
    await shows(page.locator(".shots-note"), "存储空间不够了");
    assert.equal(await page.locator(".shot").count(), 0);
    await page.locator(".tiles label").first().tap();
    await page.locator("#f-description").fill("存不下照片的事");
    await page.getByRole("button", { name: "就在我站的地方" }).tap();
    await shows(page, "已标在地图上");
    await page.locator("[data-send]").tap();
    await page.waitForURL(/\/patrol\/queue/);
    await page.locator('[data-part="waiting"] li', { hasText: "存不下照片的事" }).waitFor();
    await signal(true);
    await allSent(page, 1);
    assert.equal((await arrived(at, "存不下照片")).length, 1);
  });

  journey("offline, five hundred reports with photos wait; two tabs send them, one is killed half way; all arrive once and in order", async (people) => {
    const at = await place();
    const { page, context, here, signal } = await inTheField(people, at);
    await signal(false);
    await page.goto(`${here}/patrol/queue`);
    await page.evaluate(fill, { n: 500, lon: at.lon, lat: at.lat });
    const other = await context.newPage();
    await other.goto(`${here}/patrol/queue`);
    await other.locator('[data-part="waiting"] [data-n]', { hasText: /^500$/ }).waitFor();
    await signal(true);
    await other.locator('[data-part="sent"] [data-n]', { hasText: /^\d{2,}$/ }).waitFor({ timeout: 60_000 });
    await page.close();
    await allSent(other, 500, PATIENCE);
    const records = await arrived(at, "压了一天的第");
    assert.equal(records.length, 500);
    const order = records.sort((a, b) => a.number.localeCompare(b.number)).map((record) => Number(/\d+/.exec(record.title)?.[0]));
    assert.deepEqual(order, [...order].sort((a, b) => a - b), "in the order in which they were found");
  }, 2 * PATIENCE);
}

/** In the page: reports as its own form writes them down, each with a photo. */
async function fill({ n, lon, lat }) {
  const { who, post } = document.body.dataset;
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
  await new Promise((done, failed) => {
    const request = indexedDB.open("linli-patrol");
    request.onerror = failed;
    request.onsuccess = () => {
      const tx = request.result.transaction(["items", "photos", "meta"], "readwrite");
      for (let at = 1; at <= n; at += 1) {
        const key = `phone-${String(at).padStart(4, "0")}${crypto.randomUUID()}`;
        const fields = [["description", `压了一天的第 ${at} 件`], ["lon", String(lon)], ["lat", String(lat)]];
        const item = { key, who, post, seq: at, state: "waiting", url: "/patrol/report", title: fields[0]?.[1], act: "上报", words: "", fields, photos: [`${key}p`], said: 1_770_000_000 + at, tries: 0, after: 0 };
        tx.objectStore("items").put(item);
        tx.objectStore("photos").put({ key: `${key}p`, item: key, who, blob });
      }
      tx.objectStore("meta").put(n, "seq");
      tx.oncomplete = () => {
        request.result.close();
        done(undefined);
      };
    };
  });
}
