/*! entry */
// The resident's report: guesses while typing, a draft that survives, photos that travel early, a link that can be copied.
// Everything here only helps: the form is complete without it.
import { all, announce, one, say, toast } from "./dom";
import { startUploads } from "./upload";
import { startWhere } from "./where";

const DRAFT = "linli-report";
// Typed text only. The names of photos and the token of the form belong to one page.
const KEPT = ["description", "address", "area", "lon", "lat", "name", "phone", "category"];

function start(): void {
  startUploads();
  startWhere();
  copyButtons();
  if (one("[data-draft-done]")) forget();
  const form = one<HTMLFormElement>("form[data-report]");
  if (!form) return;
  if (form.hasAttribute("data-fresh")) restore(form);
  form.addEventListener("input", () => keep(form));
  form.addEventListener("change", () => keep(form));
  guess(form);
  pickCategory(form);
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    toast(say("offline"), true);
  });
}

function keep(form: HTMLFormElement): void {
  const data = new FormData(form);
  const draft = Object.fromEntries(KEPT.map((name) => [name, String(data.get(name) ?? "")]));
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(draft));
  } catch {
    // A full or forbidden store only costs the draft.
  }
}

function forget(): void {
  try {
    sessionStorage.removeItem(DRAFT);
  } catch {
    // Nothing to forget.
  }
}

function restore(form: HTMLFormElement): void {
  let draft: Record<string, string>;
  try {
    draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}") as Record<string, string>;
  } catch {
    return;
  }
  if (!draft["description"] && !draft["address"]) return;
  for (const name of KEPT) {
    const value = draft[name] ?? "";
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
    if (name === "category") all<HTMLInputElement>("input[name='category']", form).forEach((radio) => (radio.checked = value !== "" && radio.value === value));
  }
  if (draft["phone"] || draft["name"]) all<HTMLDetailsElement>(".who", form).forEach((details) => (details.open = true));
  one("[data-count]", form)?.dispatchEvent(new Event("input", { bubbles: true }));
  const note = one("[data-draft-note]", form);
  if (note) note.hidden = false;
  one("[data-draft-clear]", form)?.addEventListener("click", () => {
    forget();
    form.reset();
    window.location.reload();
  });
}

/** Asks what the words and the place suggest, and puts the four parts of the answer where they belong. */
function guess(form: HTMLFormElement): void {
  let timer = 0;
  let asked = 0;
  let last = "";
  // A guess gives way to a better one; what the person chose stays.
  let picked = false;
  form.addEventListener("change", (event) => {
    if (event.isTrusted && (event.target as HTMLInputElement).name === "category") picked = true;
  });
  const ask = async (): Promise<void> => {
    const data = new FormData(form);
    const query = new URLSearchParams({ text: String(data.get("description") ?? "").slice(0, 500) });
    for (const name of ["lon", "lat", "address", "area", "category"]) {
      const value = String(data.get(name) ?? "");
      if (value && (picked || name !== "category")) query.set(name, value);
    }
    const address = `/report/preview?${query.toString()}`;
    if (address === last || query.get("text") === "" && !query.has("lon") && !query.has("area") && !query.has("address")) return;
    last = address;
    const mine = (asked += 1);
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      if (answer.ok && mine === asked) show(await answer.text());
    } catch {
      // Without a guess the person chooses.
    }
  };
  const soon = (wait: number): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), wait);
  };
  form.addEventListener("input", (event) => {
    const name = (event.target as HTMLInputElement).name;
    if (name === "description") soon(600);
    else if (name === "address") soon(900);
  });
  form.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    if (["lat", "area", "address"].includes(field.name) || field.id === "f-lat") soon(50);
  });
  soon(0);
}

function show(html: string): void {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of Array.from(fresh.querySelectorAll<HTMLElement>("[data-part]"))) {
    const old = document.getElementById(part.id);
    if (!old || old.isEqualNode(part)) continue;
    // A button being pressed is not taken away; it only changes its words.
    if (old instanceof HTMLButtonElement) {
      old.textContent = part.textContent;
      continue;
    }
    const chosen = one<HTMLInputElement>("input:checked", old)?.value;
    const focused = old.contains(document.activeElement) ? (document.activeElement as HTMLInputElement).value : null;
    old.replaceWith(document.importNode(part, true));
    const now = document.getElementById(part.id);
    if (!now || focused === null) continue;
    all<HTMLInputElement>("input", now).find((radio) => radio.value === (chosen ?? focused))?.focus();
  }
}

/** A category chosen in the full list becomes the first chip. */
function pickCategory(form: HTMLFormElement): void {
  form.addEventListener("change", (event) => {
    const radio = event.target as HTMLInputElement;
    const label = radio.dataset?.["label"];
    if (radio.name !== "category" || !label) return;
    const chips = one("#p-category");
    const list = radio.closest<HTMLDetailsElement>("[data-change]");
    if (!chips || !list) return;
    const chip = document.createElement("label");
    const input = document.createElement("input");
    input.type = "radio";
    input.name = "category";
    input.value = radio.value;
    const words = document.createElement("span");
    words.textContent = label;
    chip.append(input, words);
    one(".hint", chips)?.remove();
    chips.prepend(chip);
    input.checked = true;
    list.open = false;
    input.focus();
    announce(label);
  });
}

function copyButtons(): void {
  all<HTMLButtonElement>("[data-copy-from]").forEach((button) => {
    const field = one<HTMLInputElement>(button.dataset["copyFrom"] ?? "#-");
    field?.addEventListener("focus", () => field.select());
    button.addEventListener("click", () => void copy(button, field));
  });
}

async function copy(button: HTMLButtonElement, field: HTMLInputElement | null): Promise<void> {
  if (!field) return;
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // The browsers inside messaging apps know only the old way.
    field.select();
    if (!document.execCommand("copy")) return;
  }
  const words = one("span", button);
  if (words) words.textContent = button.dataset["sayCopied"] ?? "";
  announce(button.dataset["sayCopied"] ?? "");
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
