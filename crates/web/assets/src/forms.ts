// Forms: sent once, not lost by accident, errors found by the keyboard, and filters that apply themselves.
import { all, announce, on, one, say } from "./dom";

const touched = new WeakSet<HTMLFormElement>();

export function startForms(): void {
  // A second press of the same button sends nothing: the token in `_once` makes the server answer the same anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    if (form.dataset["sent"] === "yes") return event.preventDefault();
    touched.delete(form);
    if (form.method.toLowerCase() !== "post") return;
    form.dataset["sent"] = "yes";
    // After the event, so that the pressed button's name and value still travel.
    window.setTimeout(() => busy(form, true));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof HTMLFormElement) release(event.target);
  });
  window.addEventListener("pageshow", () => all<HTMLFormElement>("form[data-sent]").forEach(release));

  // What was typed is not lost by a stray click.
  document.addEventListener("input", (event) => {
    const field = event.target as HTMLInputElement | null;
    // A box that only narrows a list is not input.
    if (field?.name && field.form?.hasAttribute("data-guard")) touched.add(field.form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
  document.addEventListener("htmx:confirm", (event) => {
    const detail = (event as CustomEvent).detail as { elt: Element; issueRequest: (skip: boolean) => void };
    // Sending a form is what its input is for; everything else would lose it.
    if (detail.elt instanceof HTMLFormElement || detail.elt.hasAttribute("data-quiet") || !unsaved()) return;
    if (!window.confirm(say("unsaved"))) event.preventDefault();
    else all<HTMLFormElement>("form[data-guard]").forEach((f) => touched.delete(f));
  });

  on("change", "[data-autosubmit]", (_event, element) => element.closest("form")?.requestSubmit());
  on("input", "[data-count]", (_event, element) => {
    const field = element as HTMLTextAreaElement;
    const out = one(`#${field.id}-left`);
    if (out) out.textContent = `${[...field.value].length} / ${field.maxLength}`;
  });
  on("change", "[data-pick-all]", (_event, element) => {
    const scope = element.closest("[data-picks]") ?? document;
    all<HTMLInputElement>("input[data-pick]", scope).forEach((box) => (box.checked = (element as HTMLInputElement).checked));
    showPicks(scope);
  });
  on("change", ".roll input", (_event, element) => countRoll(element.closest(".roll")));
  on("change", "[data-pick]", (_event, element) => showPicks(element.closest("[data-picks]") ?? document));
  const showAll = (): void => {
    all("[data-picks]").forEach(showPicks);
    all(".roll").forEach(countRoll);
  };
  showAll();
  document.addEventListener("linli:swapped", showAll);
  focusErrors(document);
}

/** Says how many of a roll are present, excused and absent. */
function countRoll(roll: Element | null): void {
  const out = roll?.id ? one(`[data-roll="#${roll.id}"]`) : null;
  if (!roll || !out) return;
  const n = (mark: string): string => String(all<HTMLInputElement>(`input[value="${mark}"]:checked`, roll).length);
  out.textContent = (out.dataset["say"] ?? "").replace(/\{(\w+)\}/g, (_all, mark: string) => n(mark));
}

/** Moves the focus to the list of errors, when the page came back with one. */
export function focusErrors(root: ParentNode): void {
  one(".errors", root)?.focus();
}

export function unsaved(): boolean {
  return all<HTMLFormElement>("form[data-guard]").some((form) => touched.has(form));
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
  busy(form, false);
}

function busy(form: HTMLFormElement, on: boolean): void {
  const outside = form.id ? all<HTMLButtonElement>(`button[form="${form.id}"]`) : [];
  for (const button of [...all<HTMLButtonElement>("button:not([type='button'])", form), ...outside]) {
    button.disabled = on;
    if (on) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

/** Shows how many rows are ticked, and the batch acts only when some are. */
function showPicks(scope: ParentNode): void {
  const boxes = all<HTMLInputElement>("input[data-pick]", scope);
  const ticked = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("[data-row]")?.classList.toggle("picked", box.checked));
  all("[data-pick-count]", scope).forEach((out) => (out.textContent = String(ticked.length)));
  all("[data-pick-acts]", scope).forEach((acts) => (acts.hidden = ticked.length === 0));
  const whole = one<HTMLInputElement>("[data-pick-all]", scope);
  if (whole) {
    whole.checked = ticked.length > 0 && ticked.length === boxes.length;
    whole.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
  }
  if (ticked.length) announce(say("picked").replace("0", String(ticked.length)));
}
