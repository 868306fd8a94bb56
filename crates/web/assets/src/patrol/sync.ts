// Sends what waits, one by one and in order: photos first, then the act. Used by the pages and by the service worker; it touches no page.
import { type Answer, type Item, type Photo, arrived, change, item, itemsOf, keepNote, leaveLane, namePhoto, newKey, note, photo, remove, takeLane } from "./db";

const PATIENCE = 60_000;
const LONGEST_WAIT = 300_000;
/** Where a browser has no locks: a lane whose holder says nothing for so long is free. */
const SILENCE = 90_000;
const DAY = 86_400_000;
/** More than this and the phone's clock is said to be wrong. */
const MINUTES = 180_000;

/** What is wrong with the connection as a whole, if anything. */
export type Trouble = "" | "offline" | "signed-out" | "other-account";

let again: Promise<Trouble> | null = null;

/** Sends what can be sent now, and says after each that something has changed. Two tabs never send at once; the second one's turn ends at
 * once, because the first does its work too. */
export function send(who: string, changed: () => void = () => undefined): Promise<Trouble> {
  again ??= alone(() => round(who, changed)).finally(() => (again = null));
  return again;
}

async function alone(work: () => Promise<Trouble>): Promise<Trouble> {
  if (navigator.locks) {
    const turn = async (lock: Lock | null): Promise<Trouble> => (lock ? work() : "");
    return await navigator.locks.request("linli-queue", { ifAvailable: true }, turn);
  }
  const me = newKey();
  if (!(await takeLane(me, Date.now(), SILENCE))) return "";
  const beat = setInterval(() => void takeLane(me, Date.now(), SILENCE), SILENCE / 6);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await leaveLane();
  }
}

async function round(who: string, changed: () => void): Promise<Trouble> {
  let trouble: Trouble = "";
  for (;;) {
    const next = await first(who);
    if (!next) break;
    // Its turn has not come again: what held it up last still does.
    trouble = rests(next) ? ((await note<Trouble>("trouble")) || "offline") : await one(next);
    changed();
    if (trouble) break;
  }
  await keepNote("trouble", trouble);
  await tidy(who);
  return trouble;
}

/** The next to go. What is done to a record waits for what was done to it before, also where that needs a person. */
async function first(who: string): Promise<Item | undefined> {
  const stuck = new Set<string>();
  for (const each of await itemsOf(who)) {
    if (each.state === "needs" && each.record) stuck.add(each.record);
    if (each.state !== "waiting" || (each.record && stuck.has(each.record))) continue;
    return each;
  }
  return undefined;
}

/** Whether it is too early to try it again. A clock that was put back must not make it wait for days. */
function rests(each: Item): boolean {
  const wait = each.after - Date.now();
  return wait > 0 && wait <= LONGEST_WAIT;
}

/** When the next one may be tried, in milliseconds from now; `undefined` where nothing waits. */
export async function nextTry(who: string): Promise<number | undefined> {
  const waiting = (await itemsOf(who)).find((each) => each.state === "waiting");
  return waiting && Math.min(Math.max(waiting.after - Date.now(), 0), LONGEST_WAIT);
}

/** There is a signal again, or somebody asked: nothing waits for its turn any longer. */
export async function hurry(who: string): Promise<void> {
  for (const each of await itemsOf(who)) {
    if (each.state === "waiting" && each.after > 0) await change(each.key, (was) => ({ ...was, after: 0 }));
  }
}

async function one(each: Item): Promise<Trouble> {
  try {
    const ids: string[] = [];
    for (const key of each.photos) {
      const kept = await photo(key);
      if (!kept) continue;
      let id = kept.id;
      if (id === undefined) {
        const answer = await sendPhoto(kept);
        if (answer.status !== 200 || !answer.id) return await not(each, answer);
        id = answer.id;
      }
      ids.push(id);
    }
    const body = new FormData();
    for (const [name, value] of each.fields) body.append(name, value);
    for (const id of ids) body.append("photo", id);
    const own: [string, string][] = [["_once", each.key], ["_who", each.who], ["_post", each.post], ["_said", String(each.said)]];
    if (each.version !== undefined) own.push(["version", String(each.version)]);
    for (const [name, value] of own) body.append(name, value);
    const answer = await post(each.url, body);
    if (answer.status !== 200) return await not(each, answer);
    await arrived(each.key, answer);
    return "";
  } catch {
    // No signal, or it broke off half way: nobody knows whether it arrived, and asking again is safe.
    return await later(each, "offline", undefined);
  }
}

/** One photo goes ahead; its name is written down before anything else is tried. */
export async function sendPhoto(kept: Photo): Promise<Answer & { wait?: number }> {
  const body = new FormData();
  body.append("photo", kept.blob, "photo.jpg");
  body.append("_who", kept.who);
  const answer = await post("/patrol/photo", body);
  if (answer.status === 200 && answer.id) await namePhoto(kept.key, answer.id);
  return answer;
}

/** It did not arrive: later, or never without its owner. */
async function not(each: Item, answer: Answer & { wait?: number }): Promise<Trouble> {
  if (answer.status === 0 || answer.status === 401) return later(each, "signed-out", undefined);
  if (answer.kind === "other-account") return later(each, "other-account", undefined);
  if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return later(each, "offline", answer.wait);
  if (answer.kind === "photos-gone") {
    for (const key of each.photos) {
      const kept = await photo(key);
      if (kept?.id !== undefined && answer.gone?.includes(kept.id)) await namePhoto(key, undefined);
    }
    // Once more from the beginning; if they are gone again, not at once.
    return each.tries > 0 ? later(each, "offline", undefined) : (await change(each.key, (was) => ({ ...was, tries: 1 })), "");
  }
  await change(each.key, (was) => ({ ...was, state: "needs", answer }));
  return "";
}

async function later(each: Item, why: Trouble, seconds: number | undefined): Promise<Trouble> {
  const wait = Math.min(LONGEST_WAIT, seconds === undefined ? 2000 * 2 ** Math.min(each.tries, 8) * (0.5 + Math.random()) : seconds * 1000);
  await change(each.key, (was) => ({ ...was, tries: was.tries + 1, after: Date.now() + wait }));
  return why;
}

/** Posts as the form would, and reads JSON. Being sent to the page for signing in is status 0. */
export async function post(url: string, body: FormData): Promise<Answer & { wait?: number }> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(url, { method: "POST", body, redirect: "manual", signal: patience.signal, headers: { accept: "application/json" } });
    if (answer.type === "opaqueredirect") return { status: 0 };
    await compare(answer.headers.get("date"));
    const said = (await answer.json().catch(() => ({}))) as Answer;
    const wait = Number(answer.headers.get("retry-after"));
    return { ...said, status: answer.status, ...(wait > 0 ? { wait } : {}) };
  } finally {
    clearTimeout(timer);
  }
}

/** How far the phone's clock is off, as far as the answer's own second tells. */
async function compare(date: string | null): Promise<void> {
  const theirs = date ? Date.parse(date) : NaN;
  if (Number.isNaN(theirs)) return;
  const off = Date.now() - theirs;
  const wrong = Math.abs(off) > MINUTES;
  if (((await note<boolean>("clock")) ?? false) !== wrong) await keepNote("clock", wrong);
}

/** What arrived more than a day ago is not shown any more. */
async function tidy(who: string): Promise<void> {
  for (const each of await itemsOf(who)) {
    if (each.state === "sent" && Math.abs(Date.now() - (each.sent ?? 0)) > DAY) await remove(each.key);
  }
}

/** What a person decided about something that could not be sent. */
export async function decide(key: string, how: "again" | "note" | "drop"): Promise<void> {
  const was = await item(key);
  if (!was) return;
  if (how === "drop") return remove(key);
  const now = was.answer?.now;
  const { answer: _, ...rest } = was;
  const fresh: Item = { ...rest, state: "waiting", tries: 0, after: 0 };
  if (now) fresh.version = now.version;
  if (how === "note" && now?.note && was.record) {
    fresh.url = `/patrol/${was.record}/moves/${now.note}`;
    fresh.fields = [["note", was.words ? `${was.act}: ${was.words}` : was.act]];
    if (!now.note_photos) fresh.photos = [];
  }
  await change(key, () => fresh);
}
