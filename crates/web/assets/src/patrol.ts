/*! entry */
// The grid lead's report in three taps, and the acts' photos. No position is read unless its button is pressed.
import { all, one, say, toast } from "./dom";
import { startUploads } from "./upload";
import { startWhere } from "./where";

function start(): void {
  startUploads();
  startWhere();
  const form = one<HTMLFormElement>("form[data-patrol]");
  if (!form) return;
  const done = one<HTMLInputElement>("#f-done", form);
  const send = one<HTMLButtonElement>("[data-send]", form);
  const words = (): void => {
    if (send) send.textContent = (done?.checked ? send.dataset["sayDone"] : send.dataset["sayOpen"]) ?? "";
  };
  done?.addEventListener("change", () => {
    words();
    if (done.checked) one("#f-note", form)?.focus();
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
  all<HTMLFormElement>("form").forEach((each) =>
    each.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      toast(say("offline"), true);
    }),
  );
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
