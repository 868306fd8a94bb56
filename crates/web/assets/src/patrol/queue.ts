// The page of what waits: what needs its owner first, then what waits, then what has arrived.
import { all, one } from "../dom";
import { type Item, itemsOf } from "./db";
import { photosLeft } from "./keep";
import { decide } from "./sync";

const PARTS = ["needs", "waiting", "sent"] as const;

export function startQueue(who: string, go: () => Promise<void>): (() => Promise<void>) | null {
  const page = one("[data-queue]");
  if (!page) return null;
  one("[data-send-now]", page)?.addEventListener("click", () => void go());
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button[data-choose]") : null;
    const key = button?.closest<HTMLElement>("[data-key]")?.dataset["key"];
    const how = button?.dataset["choose"];
    if (!button || !key || (how !== "again" && how !== "note" && how !== "drop")) return;
    if (how === "drop" && !window.confirm(button.dataset["saySure"])) return;
    void decide(key, how).then(go);
  });
  let first = true;
  return async () => {
    await draw(page, who);
    const named = first && location.hash ? document.getElementById(location.hash.slice(1)) : null;
    first = false;
    named?.scrollIntoView();
    one<HTMLElement>("button, a", named ?? document.createElement("i"))?.focus();
  };
}

async function draw(page: HTMLElement, who: string): Promise<void> {
  const items = await itemsOf(who);
  let shown = 0;
  for (const part of PARTS) {
    const section = one(`[data-part="${part}"]`, page);
    const list = section && one("ul", section);
    if (!section || !list) continue;
    const mine = items.filter((each) => each.state === part);
    if (part === "sent") mine.reverse();
    else shown += mine.length;
    section.hidden = mine.length === 0;
    const count = one("[data-n]", section);
    if (count) count.textContent = String(mine.length);
    // A line that has not changed stays as it is, and with it the focus.
    const old = new Map(all("li[data-key]", list).map((line) => [`${line.dataset["key"]} ${line.dataset["print"]}`, line]));
    list.replaceChildren(...mine.map((each) => old.get(`${each.key} ${print(each)}`) ?? line(page, each)));
  }
  const none = one('[data-part="none"]', page);
  if (none) none.hidden = shown > 0;
  const left = await photosLeft();
  const room = one("[data-room]", page);
  if (room && left !== undefined) {
    room.hidden = false;
    const words = one("b", room);
    if (words) words.textContent = left > 2000 ? `> 2000 ${page.dataset["sayPhotos"] ?? ""}` : `${left} ${page.dataset["sayPhotos"] ?? ""}`;
  }
}

function print(each: Item): string {
  return `${each.state} ${each.tries} ${each.version ?? 0}`;
}

function line(page: HTMLElement, each: Item): HTMLElement {
  const template = one<HTMLTemplateElement>("#q-item");
  const made = template?.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const put = (name: string, text: string): void => {
    const part = one(`[data-${name}]`, made);
    if (part) part.textContent = text;
  };
  made.id = each.key;
  made.dataset["key"] = each.key;
  made.dataset["print"] = print(each);
  const answer = each.answer;
  put("title", each.title);
  put("act", each.act);
  put("words", each.words);
  const facts = [moment(each.said)];
  if (each.photos.length) facts.push(`${each.photos.length} ${page.dataset["sayPhotos"] ?? ""}`);
  if (answer?.number) facts.push(answer.number);
  if (each.state === "waiting" && each.tries > 0) facts.push(`${page.dataset["sayAgain"] ?? ""} ${moment(Math.floor(each.after / 1000))}`);
  put("facts", facts.join(" · "));
  if (each.state === "needs") needs(made, each, put);
  return made;
}

/** Why it was refused, both sides where somebody else was faster, and what can be done. */
function needs(made: HTMLElement, each: Item, put: (name: string, text: string) => void): void {
  const answer = each.answer;
  const why = one("[data-why]", made);
  if (why) {
    why.hidden = false;
    why.textContent = answer?.problems?.length ? answer.problems.join(" ") : [answer?.title, answer?.text].filter(Boolean).join(" ");
  }
  const now = answer?.now;
  const sides = one("[data-sides]", made);
  if (sides && now) {
    sides.hidden = false;
    put("mine", [each.act, each.words].filter(Boolean).join(" · "));
    put("theirs", [now.state, now.holder, now.last ? `${now.last.at} ${now.last.text}` : ""].filter(Boolean).join(" · "));
  }
  const offered = now && now.acts.includes(each.url.split("/").pop() ?? "");
  const may: Record<string, boolean> = { again: Boolean(offered), note: Boolean(now?.note), edit: !each.record, open: Boolean(each.record && now), drop: true };
  const box = one("[data-do]", made);
  if (box) box.hidden = false;
  for (const choice of all("[data-choose]", made)) {
    const name = choice.dataset["choose"] ?? "";
    if (!may[name]) choice.remove();
    else if (choice instanceof HTMLAnchorElement) choice.href = name === "open" ? `/patrol/${each.record ?? ""}` : `/patrol/report?item=${each.key}`;
  }
}

/** A time by the phone's clock, as the reader writes it. */
function moment(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
}
