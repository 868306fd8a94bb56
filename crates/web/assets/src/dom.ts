// Small helpers shared by every module.

export function all<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return Array.from(root.querySelectorAll<T>(selector));
}

export function one<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T | null {
  return root.querySelector<T>(selector);
}

/** Listens on the document for events inside elements matching `selector`, also those swapped in later. */
export function on<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  handle: (event: DocumentEventMap[K], element: HTMLElement) => void,
): void {
  document.addEventListener(type, (event) => {
    const from = event.target;
    const element = from instanceof Element ? from.closest<HTMLElement>(selector) : null;
    if (element) handle(event, element);
  });
}

/** A sentence in the reader's language: the server puts them on <body data-say-…>; scripts hold none. */
export function say(key: string): string {
  return document.body.getAttribute(`data-say-${key}`) ?? "";
}

/** Reads `text` out to a screen reader without moving the focus. */
export function announce(text: string): void {
  const region = one("#announce");
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => (region.textContent = text), 60);
}

export function isPhone(): boolean {
  return window.matchMedia("(max-width: 767px)").matches;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "file"].includes(target.type);
}

/** Shows `text` for a few seconds; errors stay until closed. */
export function toast(text: string, bad = false): void {
  const box = one("#toasts");
  if (!box || !text) return;
  const note = document.createElement("div");
  note.className = bad ? "toast bad" : "toast";
  note.setAttribute("role", bad ? "alert" : "status");
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.dataset["dismiss"] = ".toast";
  close.setAttribute("aria-label", say("close"));
  close.textContent = "×";
  note.append(words, close);
  box.append(note);
  if (!bad) window.setTimeout(() => note.remove(), 6000);
}
