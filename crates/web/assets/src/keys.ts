// The keyboard: j/k and arrows walk the list, Enter opens, Space ticks, / searches, ? helps, Esc closes, and a single letter
// presses the act that carries it in data-key. Nothing fires while the user types or a dialog is open.
import { all, isTyping, one } from "./dom";

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return closeSomething(event);
    if (isTyping(event.target) || one("dialog[open]")) return;
    // WCAG 2.1.4: single letters can be switched off in the user's settings.
    const letters = document.body.dataset["keys"] !== "off";
    const listed = event.target instanceof Element && event.target.closest("[data-list]") !== null;
    if (listed && event.key === "ArrowDown") return step(event, 1);
    if (listed && event.key === "ArrowUp") return step(event, -1);
    // Space ticks the line that has the focus. No letter does: letters are the acts'.
    if (listed && event.key === " " && event.target instanceof HTMLAnchorElement) return tick(event);
    if (!letters) return;
    if (event.key === "j") return step(event, 1);
    if (event.key === "k") return step(event, -1);
    if (event.key === "/") return focusSearch(event);
    if (event.key === "?") return openHelp(event);
    const button = all(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`).find((el) => el.offsetParent !== null);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
}

function step(event: KeyboardEvent, by: number): void {
  const items = all("[data-list] [data-item]");
  if (items.length === 0) return;
  event.preventDefault();
  let at = items.findIndex((item) => item === document.activeElement);
  if (at < 0) at = items.findIndex((item) => item.hasAttribute("aria-current"));
  const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function tick(event: KeyboardEvent): void {
  const row = document.activeElement?.closest("[data-row]");
  const box = row ? one<HTMLInputElement>("input[data-pick]", row) : null;
  if (!box) return;
  event.preventDefault();
  box.click();
}

function focusSearch(event: KeyboardEvent): void {
  const box = one<HTMLInputElement>("[data-search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function openHelp(event: KeyboardEvent): void {
  const help = one<HTMLDialogElement>("#help");
  if (!help) return;
  event.preventDefault();
  help.showModal();
}

function closeSomething(event: KeyboardEvent): void {
  const menu = one<HTMLDetailsElement>("details.menu[open]");
  if (menu) {
    menu.open = false;
    one("summary", menu)?.focus();
    return;
  }
  if (one("dialog[open]")) return;
  if (isTyping(event.target)) return (event.target as HTMLElement).blur();
  // The innermost: the open form before the drawer that holds it.
  all("[data-close]")
    .filter((close) => close.offsetParent !== null)
    .pop()
    ?.click();
}
