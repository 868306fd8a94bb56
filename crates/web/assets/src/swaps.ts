// What happens around an htmx swap: the list keeps its place, the focus goes where the reader expects it, failures are said.
import { focusErrors } from "./forms";
import { all, announce, isPhone, one, say, toast } from "./dom";

type Detail = { elt: Element; target: Element; xhr: XMLHttpRequest; requestConfig?: { verb: string; path: string } };

export function startSwaps(): void {
  showForm();
  // On a phone the detail is a page of its own: follow the link.
  document.addEventListener("htmx:confirm", (event) => {
    const { elt } = (event as CustomEvent<Detail>).detail;
    if (!(elt instanceof HTMLAnchorElement) || !elt.hasAttribute("data-item") || !isPhone()) return;
    event.preventDefault();
    window.location.assign(elt.href);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = (event as CustomEvent<Detail>).detail;
    if (elt.hasAttribute("data-item")) markCurrent(elt);
    if (elt.classList.contains("close-drawer")) markCurrent(null);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const { elt, requestConfig } = (event as CustomEvent<Detail>).detail;
    document.dispatchEvent(new CustomEvent("linli:swapped", { detail: elt }));
    if (one(".errors", elt)) return focusErrors(elt);
    const focus = one("[data-focus]", elt);
    if (requestConfig && focus) focus.focus({ preventScroll: true });
    showForm();
    const title = one("[data-say]", elt)?.dataset["say"];
    if (title) announce(title);
  });
  // An act also refreshes the list beside it: it stays where it was scrolled to.
  let scrolled = 0;
  document.addEventListener("htmx:oobBeforeSwap", () => (scrolled = one("#list")?.scrollTop ?? scrolled));
  document.addEventListener("htmx:oobAfterSwap", () => {
    const list = one("#list");
    if (list) list.scrollTop = scrolled;
  });
  for (const type of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(type, () => toast(say("offline"), true));
  }
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<Detail>).detail;
    if (xhr.status === 401) return window.location.reload();
    toast(refusal(xhr) || say("failed"), true);
  });
}

/** What the page that came instead says: its heading and the way out. */
function refusal(xhr: XMLHttpRequest): string {
  if (!xhr.getResponseHeader("content-type")?.startsWith("text/html")) return "";
  const error = one(".error-page", new DOMParser().parseFromString(xhr.responseText, "text/html"));
  const texts = error ? all("h1, p", error).map((part) => part.textContent?.trim() ?? "") : [];
  return texts.filter(Boolean).slice(0, 2).join(" ");
}

/** On a phone the open form is at the end of a long page: go there. */
function showForm(): void {
  if (isPhone()) one("#act-form")?.scrollIntoView({ block: "start" });
}

function markCurrent(item: Element | null): void {
  all("[data-list] [data-item][aria-current]").forEach((other) => {
    other.removeAttribute("aria-current");
    other.closest("[data-row]")?.classList.remove("on");
  });
  item?.setAttribute("aria-current", "true");
  item?.closest("[data-row]")?.classList.add("on");
}
