// Reports and acts of the patrol: written down on the phone first, then sent; with a signal nobody notices, without one nothing is lost.
import { all, one, toast } from "../dom";
import { type Answer, Full, type Item, enqueue, item, itemsOf, newKey, photosOf, remove, saveDraft } from "./db";
import { keptDay } from "./day";
import { dropTakenBack, keepPhoto, keeper, keptIn, persist, showKept, word } from "./keep";
import { send } from "./sync";
import { startUploads } from "../upload";

/** How long somebody looks at the form before it goes on by itself. */
const PATIENCE = 12_000;
const TOAST = "linli-toast";
const ACTED = "linli-acted";
/** What the form holds for the browser without script. */
const NOT_FIELDS = ["_once", "version", "photo", "photos"];

/** Listens at once: what is pressed or chosen before the phone's store is open waits for it. `ready` says whether it opened. */
export function startForms(ready: Promise<boolean>, who: string, post: string, changed: () => void): void {
  const form = one<HTMLFormElement>("form[data-patrol]");
  if (form) startReport(form, ready, who, post, changed);
  all<HTMLFormElement>("form[data-queued]").forEach((each) =>
    each.addEventListener("submit", (event) => {
      event.preventDefault();
      void ready.then(async (opened) => {
        if (opened) await submit(each, () => act(each, who, post), changed);
        else each.submit();
      });
    }),
  );
}

/** What the page before this one had to say. */
export function sayLast(): void {
  toast(taken(TOAST));
}

/** Whether the page before this one has changed what the day's list shows. */
export function hasActed(): boolean {
  return taken(ACTED) !== "";
}

function leave(name: string, text: string): void {
  try {
    sessionStorage.setItem(name, text);
  } catch {
    // Then the next page says it by itself.
  }
}

function taken(name: string): string {
  try {
    const text = sessionStorage.getItem(name) ?? "";
    sessionStorage.removeItem(name);
    return text;
  } catch {
    return "";
  }
}

function startReport(form: HTMLFormElement, ready: Promise<boolean>, who: string, post: string, changed: () => void): void {
  let key = newKey();
  let sent = false;
  let timer = 0;
  const keep = async (): Promise<void> => {
    if (!sent) await saveDraft(report(form, key, who, post));
  };
  const begun = ready.then(async (opened) => {
    const draft = opened ? await draftOf(form, who) : undefined;
    if (!draft) return opened;
    key = draft.key;
    await restore(form, draft);
    return true;
  });
  const soon = (): void => {
    window.clearTimeout(timer);
    // What does not fit is said when a photo is added or the form is sent.
    timer = window.setTimeout(() => void begun.then((opened) => (opened ? keep() : undefined)).catch(() => undefined), 300);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  startUploads(keeper(begun, () => key, who, keep));
  dropTakenBack(form, keep);
  one("[data-draft-clear]", form)?.addEventListener("click", () => {
    window.clearTimeout(timer);
    sent = true;
    void remove(key).then(() => location.assign("/patrol/report"));
  });
  form.addEventListener("submit", (event) => {
    // Photos that are still being made small hold the form back until they are kept.
    if (event.defaultPrevented) return;
    event.preventDefault();
    window.clearTimeout(timer);
    void begun.then(async (opened) => {
      if (!opened) return form.submit();
      sent = true;
      sent = !(await submit(form, () => Promise.resolve(report(form, key, who, post)), changed));
      // What comes next is another report.
      if (sent) [key, sent] = [newKey(), false];
    });
  });
}

/** What was not finished here, or what is to be changed. */
async function draftOf(form: HTMLFormElement, who: string): Promise<Item | undefined> {
  const asked = new URLSearchParams(location.search).get("item");
  const mine = await itemsOf(who);
  return asked ? mine.find((each) => each.key === asked && (each.state === "needs" || each.state === "draft")) : mine.filter((each) => each.state === "draft" && each.url === path(form)).pop();
}

function path(form: HTMLFormElement): string {
  return new URL(form.action, location.href).pathname;
}

function fieldsOf(form: HTMLFormElement): [string, string][] {
  const fields: [string, string][] = [];
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string" && value !== "" && !NOT_FIELDS.includes(name)) fields.push([name, value]);
  });
  return fields;
}

function report(form: HTMLFormElement, key: string, who: string, post: string): Item {
  const fields = fieldsOf(form);
  const of = (name: string): string => fields.find(([field]) => field === name)?.[1] ?? "";
  const category = one<HTMLInputElement>("input[name='category']:checked", form);
  const label = category?.dataset["label"] ?? category?.nextElementSibling?.textContent ?? "";
  // Photos that went ahead are named in the form; the others are on the phone.
  const ahead = all<HTMLInputElement>("input[name='photo']", form).map((input): [string, string] => ["photo", input.value]);
  return {
    ...blank(key, who, post),
    url: path(form),
    title: of("description") || label.trim() || of("address") || word("photo"),
    act: one("[data-send]", form)?.textContent?.trim() ?? "",
    words: of("note"),
    fields: [...fields, ...ahead],
    photos: keptIn(form),
  };
}

async function act(form: HTMLFormElement, who: string, post: string): Promise<Item> {
  const key = newKey();
  const fields = fieldsOf(form);
  const url = path(form);
  const photos: string[] = [];
  try {
    for (const file of all<HTMLInputElement>("input[type='file']", form).flatMap((input) => Array.from(input.files ?? []))) {
      const kept = await keepPhoto(file, key, who);
      if (kept === null) throw new Error(word("unread"));
      photos.push(kept);
    }
  } catch (problem) {
    // All of them or none: the form still has them.
    await remove(key);
    throw problem;
  }
  const matter = form.closest<HTMLElement>("[data-matter]")?.dataset["title"] ?? one(".p-words")?.textContent ?? "";
  const version = Number(one<HTMLInputElement>("input[name='version']", form)?.value);
  const record = url.split("/")[2] ?? "";
  const words = fields.find(([name]) => name === "note")?.[1] ?? "";
  return { ...blank(key, who, post), url, record, version, title: matter.slice(0, 80), act: form.dataset["queued"] ?? "", words, fields, photos };
}

function blank(key: string, who: string, post: string): Item {
  return { key, who, post, seq: 0, state: "waiting", url: "", title: "", act: "", words: "", fields: [], photos: [], said: Math.floor(Date.now() / 1000), tries: 0, after: 0 };
}

/** Writes it down, tries to send it, and goes on to what it came to. True if the person stays and has something to put right. */
async function submit(form: HTMLFormElement, make: () => Promise<Item>, changed: () => void): Promise<boolean> {
  if (form.dataset["sending"] === "yes") return true;
  form.dataset["sending"] = "yes";
  busy(form, true);
  try {
    const made = await make();
    await enqueue(made);
    changed();
    void persist().catch(() => undefined);
    const is = await settled(made.key, made.who);
    // Leaving the page loses nothing any more.
    form.removeAttribute("data-guard");
    if (!is || is.state === "sent") {
      leave(ACTED, "yes");
      return go(is?.answer?.back ?? "/patrol", is?.answer?.said ?? "");
    }
    if (is.state === "needs") return await wrong(form, is);
    if ("serviceWorker" in navigator && navigator.serviceWorker.controller && (await keptDay("/patrol/queue"))) return go("/patrol/queue", word("kept"));
    // The page of the queue is not on this phone yet: the person stays, with an empty form.
    if (navigator.onLine) return go("/patrol/queue", word("kept"));
    toast(word("kept"));
    form.reset();
    all("[data-shots] .shot", form).forEach((shot) => shot.remove());
    return false;
  } catch (problem) {
    errors(form, [problem instanceof Full ? word("full") : problem instanceof Error && problem.message ? problem.message : word("nowhere")]);
    return true;
  } finally {
    delete form.dataset["sending"];
    busy(form, false);
  }
}

/** What became of it, once it is known, or after a while. */
async function settled(key: string, who: string): Promise<Item | undefined> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    // Somewhere else it may be sent already: then this ends at once, and it is looked at again.
    const trouble = await Promise.race([send(who), pause(Math.max(0, until - Date.now()))]);
    const is = await item(key);
    if (!is || is.state !== "waiting" || is.after > 0 || trouble || Date.now() >= until) return is;
    await pause(300);
  }
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((done) => window.setTimeout(done, milliseconds, undefined));
}

function go(to: string, said: string): false {
  leave(TOAST, said);
  location.assign(to);
  return false;
}

/** It was refused: what can be put right here is said here; what somebody else has changed meanwhile is decided on the queue's page. */
async function wrong(form: HTMLFormElement, is: Item): Promise<boolean> {
  const answer: Answer = is.answer ?? { status: 0 };
  if (answer.kind === "stale" || (answer.status !== 422 && is.record)) return go(`/patrol/queue#${is.key}`, "");
  const texts = answer.problems?.length ? answer.problems : [[answer.title, answer.text].filter(Boolean).join(" ")];
  if (is.record) await remove(is.key);
  else await saveDraft(is);
  if (is.record) form.setAttribute("data-guard", "");
  errors(form, texts);
  return true;
}

/** The list of what is wrong, where the page without script has it. */
function errors(form: HTMLFormElement, texts: string[]): void {
  one(".errors", form)?.remove();
  const box = document.createElement("div");
  box.className = "errors";
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  const head = document.createElement("h2");
  head.textContent = word("fix");
  const list = document.createElement("ul");
  for (const text of texts) {
    const line = document.createElement("li");
    line.textContent = text;
    list.append(line);
  }
  box.append(head, list);
  form.prepend(box);
  box.focus();
  box.scrollIntoView({ block: "center" });
}

function busy(form: HTMLFormElement, on: boolean): void {
  for (const button of all<HTMLButtonElement>("button:not([type='button'])", form)) {
    button.disabled = on;
    if (on) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

/** Puts back what was not finished, or what is to be changed. */
async function restore(form: HTMLFormElement, draft: Item): Promise<void> {
  const of = (name: string): string => draft.fields.find(([field]) => field === name)?.[1] ?? "";
  for (const [name, value] of draft.fields) {
    if (name === "category" || name === "done" || name === "photo") continue;
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value;
  }
  const category = all<HTMLInputElement>("input[name='category']", form).find((radio) => radio.value === of("category"));
  if (category) category.checked = true;
  const label = category?.closest("[data-change]") ? category.dataset["label"] : undefined;
  const summary = one("[data-change] > summary", form);
  if (label && summary) {
    summary.textContent = label;
    summary.classList.add("chosen");
  }
  const done = one<HTMLInputElement>("#f-done", form);
  if (done && of("done")) {
    done.checked = true;
    done.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (of("lon") && of("lat")) document.dispatchEvent(new CustomEvent("linli:place", { detail: { lon: Number(of("lon")), lat: Number(of("lat")), zoom: 17 } }));
  const list = one("[data-shots]", form);
  if (list) {
    for (const kept of await photosOf(draft.key)) showKept(list, kept.key, kept.blob);
    for (const [name, value] of draft.fields) if (name === "photo") showAhead(list, value);
  }
  const note = one("[data-draft-note]", form);
  if (note) note.hidden = false;
}

/** A photo that has travelled already. */
function showAhead(list: HTMLElement, id: string): void {
  if (all<HTMLInputElement>("input[name='photo']", list).some((input) => input.value === id)) return;
  const shot = document.createElement("li");
  shot.className = "shot";
  const image = document.createElement("img");
  image.alt = "";
  image.src = `/photos/${id}/small`;
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = "photo";
  input.value = id;
  shot.append(image, input);
  one(".shot-add", list)?.before(shot);
}
