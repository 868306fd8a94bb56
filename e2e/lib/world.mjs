// What every journey stands on: one server, one browser, people who sign in, places of their own, and pages that are watched.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { PASSWORD, serve } from "./server.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {{community: string, street: string, grid: string, lead: string, clerk: string, dispatcher: string, lon: number, lat: number}} Place */

export const DESK = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };
const WAIT = 30_000;

/** The Chromium of this machine. */
export function browserPath() {
  const known = [process.env.CHROMIUM, "/usr/bin/google-chrome", "/usr/bin/chromium", "/usr/bin/chromium-browser"];
  const found = known.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium: install the package chromium, or name it in the environment variable CHROMIUM");
  return found;
}

export function launch() {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  return chromium.launch({ executablePath: browserPath(), args });
}

/** @type {{base: string, stop: () => Promise<void>}} */
let server;
/** @type {import("playwright-core").Browser} */
let browser;
/** Sessions by login: signing in is tried by its own journeys. @type {Map<string, Promise<string>>} */
const sessions = new Map();
/** Those that no journey has taken yet. @type {string[]} */
let communities = [];

/** One account of each role that the login page offers. */
export const DEMO = {
  lead: "lead-340104001001-03",
  clerk: "clerk-340104001001-1",
  volunteer: "volunteer-340104001001",
  dispatcher: "dispatch-340104001-1",
  handler: "handler-dept_drainage-1",
  supervisor: "district-1",
  admin: "admin",
  auditor: "auditor",
  officer: "privacy-1",
  secondOfficer: "privacy-2",
  organiser: "organiser",
};

/** Where the demo's lead and clerk work: no journey has it for itself. */
const DEMO_COMMUNITY = "340104001001";

export const base = () => server.base;

/**
 * A journey: its name is a sentence about what somebody can do. `JOURNEYS=word npm test` runs those whose name has the word.
 * @param {string} name
 * @param {(people: People) => Promise<void>} story
 * @param {number} patience milliseconds until it has failed
 */
export function journey(name, story, patience = 240_000) {
  const wanted = process.env.JOURNEYS;
  if (wanted && !name.includes(wanted)) return;
  test(name, { timeout: patience }, async () => {
    const people = new People();
    try {
      await story(people);
      people.nothingBroke();
    } catch (problem) {
      await people.show(name);
      throw problem;
    } finally {
      await people.leave();
    }
  });
}

/** Runs journeys against one server, several at a time: each has records of its own, so that there is no order. */
export function suite(name, define) {
  describe(name, { concurrency: 3 }, () => {
    before(async () => {
      [server, browser] = await Promise.all([serve({ cases: 1500, until: "2026-03-20" }), launch()]);
      const page = await (await fetch(`${server.base}/report`)).text();
      communities = [...page.matchAll(/<option value="(\d{12})"/g)].map((match) => match[1] ?? "").filter((code) => code !== DEMO_COMMUNITY);
      assert.ok(communities.length > 20, "the form names communities");
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });
    define();
  });
}

/** Everybody who takes part in one journey. */
export class People {
  /** @type {BrowserContext[]} */ #contexts = [];
  /** @type {string[]} */ #broke = [];
  /** @type {RegExp[]} */ #expected = [];

  /** Somebody with a browser. @param {{size?: {width: number, height: number}, lang?: string, script?: boolean, at?: {longitude: number, latitude: number}}} how */
  async somebody({ size = DESK, lang = "zh-CN", script = true, at } = {}) {
    const context = await browser.newContext({
      viewport: size,
      locale: lang,
      javaScriptEnabled: script,
      hasTouch: size.width < 600,
      reducedMotion: "reduce",
      timezoneId: "Asia/Shanghai",
      ...(at ? { geolocation: { ...at, accuracy: 8 }, permissions: ["geolocation"] } : {}),
    });
    context.setDefaultTimeout(WAIT);
    this.#contexts.push(context);
    const page = await context.newPage();
    this.#watch(page);
    return page;
  }

  /** A resident with a phone and no account. */
  resident(how = {}) {
    return this.somebody({ size: PHONE, ...how });
  }

  /** Somebody who is signed in. @param {string} login */
  async staff(login, how = {}) {
    const page = await this.somebody({ size: DESK, ...how });
    await page.context().addCookies([{ name: "linli_session", value: await session(login), url: server.base }]);
    return page;
  }

  /** What the browser is told to say that would otherwise fail the journey. @param {RegExp} text */
  expect(text) {
    this.#expected.push(text);
  }

  #watch(page) {
    page.on("pageerror", (error) => this.#broke.push(`${page.url()}: ${error}`));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      const text = message.text();
      // A refused form is answered with its status; that it is refused in words is what the journeys look at.
      if (/status of (409|413|422)/.test(text)) return;
      this.#broke.push(`${page.url()}: ${text} ${message.location().url}`);
    });
  }

  /** No script failed, nothing broke the content security policy, nothing was missing. */
  nothingBroke() {
    const broke = this.#broke.filter((text) => !this.#expected.some((known) => known.test(text)));
    assert.deepEqual(broke, [], "the browser's console stays silent");
  }

  /** What everybody sees when a journey ends early: pictures in `results/`. @param {string} name */
  async show(name) {
    const folder = fileURLToPath(new URL("../results/", import.meta.url));
    const pages = this.#contexts.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      await page.screenshot({ path: `${folder}${name.slice(0, 60).replace(/\W+/g, "-")}-${index + 1}.png`, timeout: 5_000 }).catch(() => undefined);
    }
  }

  async leave() {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }
}

/** @param {string} login */
export function session(login) {
  const known = sessions.get(login) ?? signIn(login);
  sessions.set(login, known);
  return known;
}

/** @param {string} login */
async function signIn(login) {
  const answer = await fetch(`${server.base}/login`, { method: "POST", body: new URLSearchParams({ login, password: PASSWORD }), redirect: "manual" });
  const cookie = answer.headers.getSetCookie().find((text) => text.startsWith("linli_session="));
  assert.ok(cookie, `${login} signs in (${answer.status})`);
  return cookie.slice("linli_session=".length, cookie.indexOf(";"));
}

/** A community that one journey has for itself, with its people and a point in its first grid. @returns {Promise<Place>} */
export async function place() {
  const community = communities.shift();
  assert.ok(community, "there is a community left that no journey has used");
  const lead = `lead-${community}-01`;
  const html = await get(lead, "/patrol/report");
  const centre = /data-centre="([\d.]+),([\d.]+)"/.exec(html);
  assert.ok(centre, "the grid lead's form knows the middle of the grid");
  const street = community.slice(0, 9);
  return { community, street, grid: `${community}001`, lead, clerk: `clerk-${community}-1`, dispatcher: `dispatch-${street}-1`, lon: Number(centre[1]), lat: Number(centre[2]) };
}

/** A page as it is sent. @param {string} login @param {string} path */
export async function get(login, path) {
  const answer = await fetch(server.base + path, { headers: { cookie: `linli_session=${await session(login)}` } });
  assert.equal(answer.status, 200, `${login} gets ${path}`);
  return answer.text();
}

/**
 * A resident's report, sent without a browser, for journeys that begin later.
 * @param {Place} at @param {string} description @param {Record<string, string>} more
 */
export async function reported(at, description, more = {}) {
  const body = new FormData();
  const fields = { description, lon: String(at.lon), lat: String(at.lat), address: "", _once: crypto.randomUUID(), ...more };
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await fetch(`${server.base}/report`, { method: "POST", body, redirect: "manual" });
  assert.equal(answer.status, 303, `the report is taken: ${answer.status === 303 ? "" : await answer.text()}`);
  const link = (answer.headers.get("location") ?? "").replace(/\/thanks$/, "");
  const page = await (await fetch(server.base + link)).text();
  const number = /class="number">([^<]+)</.exec(page)?.[1] ?? "";
  assert.match(number, /^\d+-\d{4}-\d+$/, "it has a number");
  return { link, number, id: await idOf(at.lead, description) };
}

/** The id of a record by its words, from the lead's list. */
async function idOf(login, words) {
  const html = await get(login, "/patrol");
  const entry = html.split("<li>").find((part) => part.includes(words.slice(0, 12)));
  const id = /\/patrol\/([^"]+)"/.exec(entry ?? "")?.[1];
  assert.ok(id, `${login} sees “${words}”`);
  return id;
}

/** An act without a browser, for journeys that begin later. @param {string} login @param {string} id @param {string} move @param {Record<string, string>} input */
export async function act(login, id, move, input = {}) {
  const body = new URLSearchParams({ ...input, _once: crypto.randomUUID() });
  const headers = { cookie: `linli_session=${await session(login)}`, "sec-fetch-site": "same-origin" };
  const answer = await fetch(`${server.base}/records/${id}/moves/${move}`, { method: "POST", body, headers, redirect: "manual" });
  assert.equal(answer.status, 303, `${login} may ${move}: ${answer.status === 303 ? "" : words(await answer.text())}`);
}

/** The words of a page that says what is wrong. @param {string} html */
function words(html) {
  return html.replace(/<(script|style)[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").slice(0, 600);
}
