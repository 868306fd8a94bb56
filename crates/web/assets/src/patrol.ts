/*! entry */
// The grid lead's phone: three taps, photos, and a day without a signal. No position is read unless its button is pressed.
import { all, one } from "./dom";
import { forgetDay, keepDay } from "./patrol/day";
import { itemsOf, note, usable } from "./patrol/db";
import { hasActed, sayLast, startForms } from "./patrol/form";
import { startQueue } from "./patrol/queue";
import { hurry, nextTry, send } from "./patrol/sync";
import { startWhere } from "./where";

function start(): void {
  const { who = "", post = "" } = document.body.dataset;
  startWhere();
  spotWords();
  sayLast();
  all<HTMLFormElement>("form[action='/logout']").forEach((form) =>
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void forgetDay().finally(() => form.submit());
    }),
  );
  // Also where nothing can be kept, the page for when there is no signal is put on the phone.
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js", { scope: "/patrol" }).catch(() => undefined);
  // A browser that keeps nothing sends its forms as they are.
  const ready = who && "indexedDB" in window ? usable() : Promise.resolve(false);
  const round = new Round(who, post);
  startForms(ready, who, post, () => void round.show());
  void ready.then((opened) => (opened ? round.start() : undefined));
}

/** The button says what the form will do; a category from the full list is named on its summary. */
function spotWords(): void {
  const form = one<HTMLFormElement>("form[data-patrol]");
  if (!form) return;
  const done = one<HTMLInputElement>("#f-done", form);
  const button = one<HTMLButtonElement>("[data-send]", form);
  const words = (): void => {
    if (button) button.textContent = (done?.checked ? button.dataset["sayDone"] : button.dataset["sayOpen"]) ?? "";
  };
  done?.addEventListener("change", (event) => {
    words();
    if (done.checked && event.isTrusted) one("#f-note", form)?.focus();
  });
  words();
  // A category from the full list is named on its summary, so that the list can close.
  const summary = one("[data-change] > summary", form);
  const before = summary?.textContent ?? "";
  form.addEventListener("change", (event) => {
    const radio = event.target as HTMLInputElement;
    if (radio.name !== "category" || !summary) return;
    const list = radio.closest<HTMLDetailsElement>("[data-change]");
    summary.textContent = radio.dataset["label"] ?? before;
    summary.classList.toggle("chosen", Boolean(list));
    if (list) {
      list.open = false;
      summary.focus();
    }
  });
}

/** What goes on beside the page: sending, counting, and keeping the day. */
class Round {
  #timer = 0;
  #drawing = 0;
  #draw: (() => Promise<void>) | null = null;
  #others = "BroadcastChannel" in window ? new BroadcastChannel("linli-queue") : null;

  constructor(
    private readonly who: string,
    private readonly post: string,
  ) {}

  start(): void {
    this.#draw = startQueue(this.who, () => this.go(true));
    dayPage();
    window.addEventListener("online", () => void this.go(true));
    window.addEventListener("offline", () => void this.show());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.go(false);
    });
    if (this.#others) this.#others.onmessage = () => void this.show();
    void this.go(false);
    void this.keep(hasActed());
  }

  /** Sends what waits, now, and comes back by itself when the next may be tried. */
  async go(now: boolean): Promise<void> {
    if (now) await hurry(this.who);
    await this.show();
    const before = await this.#sent();
    await send(this.who, () => this.#soon());
    this.#others?.postMessage("changed");
    await this.show();
    if ((await this.#sent()) > before) await this.keep(true);
    const wait = await nextTry(this.who);
    window.clearTimeout(this.#timer);
    if (wait === undefined) return;
    this.#timer = window.setTimeout(() => void this.go(false), Math.max(wait, 1000));
    await later();
  }

  async keep(changed: boolean): Promise<void> {
    const root = document.documentElement;
    const script = one<HTMLScriptElement>("script[src*='/patrol-']")?.src ?? "";
    try {
      if ("caches" in window) await keepDay(this.who, this.post, `${root.lang} ${root.dataset["text"] ?? ""} ${script}`, changed);
    } catch {
      // No signal, or no room: the pages kept before stay.
    }
  }

  /** Many arrive one after another: the page keeps up without drawing each. */
  #soon(): void {
    if (this.#drawing) return;
    this.#drawing = window.setTimeout(() => {
      this.#drawing = 0;
      void this.show();
    }, 500);
  }

  async #sent(): Promise<number> {
    return (await itemsOf(this.who)).filter((each) => each.state === "sent").length;
  }

  /** Counts, the line under the title, and the queue's page. */
  async show(): Promise<void> {
    const items = await itemsOf(this.who);
    const open = items.filter((each) => each.state === "waiting" || each.state === "needs");
    for (const badge of all("[data-queue-count]")) {
      badge.hidden = open.length === 0;
      badge.textContent = String(open.length);
      badge.classList.toggle("urgent", open.some((each) => each.state === "needs"));
    }
    const app = navigator as Navigator & { setAppBadge?: (n: number) => Promise<void> };
    void app.setAppBadge?.(open.length).catch(() => undefined);
    for (const matter of all("[data-matter]")) {
      const mark = one("[data-kept]", matter);
      if (mark) mark.hidden = !open.some((each) => each.record === matter.dataset["matter"]);
    }
    const trouble = await note<string>("trouble");
    const waits = open.some((each) => each.state === "waiting");
    const lines: Record<string, boolean> = {
      "offline": !navigator.onLine || (waits && trouble === "offline") || stands(),
      "signed-out": waits && trouble === "signed-out",
      "needs": open.some((each) => each.state === "needs") && !one("[data-queue]"),
      "clock": Boolean(await note<boolean>("clock")),
    };
    const line = one("[data-field-line]");
    if (line) {
      all("[data-when]", line).forEach((part) => (part.hidden = !lines[part.dataset["when"] ?? ""]));
      line.hidden = !Object.values(lines).some(Boolean);
    }
    await this.#draw?.();
  }
}

/** Asks the browser to send also when no page is open, where it can. */
async function later(): Promise<void> {
  try {
    const registration = (await navigator.serviceWorker?.getRegistration("/patrol")) as (ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } }) | undefined;
    await registration?.sync?.register("queue");
  } catch {
    // The next page sends it.
  }
}

/** Whether this page stands in for another, because there was no signal. */
function stands(): boolean {
  return Boolean(one("[data-day]")) && location.pathname !== "/patrol/day";
}

/** The kept day, in place of the page that was asked for: it shows the part that page would have been about. */
function dayPage(): void {
  if (!one("[data-day]")) return;
  const asked = location.pathname.split("/")[2] ?? "";
  const matter = document.getElementById(`m-${asked}`);
  if (matter instanceof HTMLDetailsElement) {
    matter.open = true;
    matter.scrollIntoView();
  } else if (asked === "map") {
    one("#map")?.scrollIntoView();
  }
  for (const tab of all<HTMLAnchorElement>(".phone-tabs a")) {
    if (new URL(tab.href).pathname === (asked === "map" ? "/patrol/map" : "/patrol")) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
