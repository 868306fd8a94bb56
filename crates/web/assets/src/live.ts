// Live updates: the server names a topic, the elements that show it are fetched again, and nothing moves under the hand.
import type Htmx from "htmx.org";
import { all, announce, one, say } from "./dom";
import { unsaved } from "./forms";

export function startLive(htmx: typeof Htmx): void {
  const address = document.body.dataset["live"];
  if (!address || !("EventSource" in window)) return;
  const waiting = new Set<string>();
  let timer = 0;
  const source = new EventSource(address);
  source.onmessage = (event) => {
    String(event.data)
      .split(/\s+/)
      .filter(Boolean)
      .forEach((topic) => waiting.add(topic));
    // A batch of acts makes a burst of messages; one refresh answers them all.
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const topics = [...waiting];
      waiting.clear();
      topics.forEach((topic) => refresh(htmx, topic));
    }, 400 + Math.random() * 800);
  };
}

/** Elements that are being fetched, and whether they changed again meanwhile: htmx would queue, and lose their place. */
const fetching = new Map<string, boolean>();

function refresh(htmx: typeof Htmx, topic: string): void {
  for (const element of all(`[data-live~="${CSS.escape(topic)}"]`)) {
    if (!element.id || element === document.body) continue;
    // A half-filled form is never replaced: a line says that the record has changed.
    const formOpen = element.contains(document.activeElement) && document.activeElement?.closest("form[data-guard]");
    if (formOpen || (unsaved() && one("form[data-guard]", element))) {
      const note = one("[data-changed]", element);
      if (note) note.hidden = false;
      continue;
    }
    const id = element.id;
    if (fetching.has(id)) {
      fetching.set(id, true);
      continue;
    }
    fetching.set(id, false);
    const fetched = keepPlace(element, (address) =>
      htmx.ajax("GET", address, {
        target: `#${id}`,
        select: `#${id}`,
        swap: "outerHTML",
        source: element,
      }),
    );
    void fetched
      .catch(() => undefined)
      .then(() => {
        const again = fetching.get(id);
        fetching.delete(id);
        if (again) refresh(htmx, topic);
      });
  }
}

/** Scroll, ticked rows and focus survive the refresh of a list. */
async function keepPlace(element: HTMLElement, fetchAgain: (address: string) => Promise<void>): Promise<void> {
  const id = element.id;
  // Until the answer is here the reader goes on scrolling and ticking.
  let scroll = element.scrollTop;
  element.addEventListener("scroll", () => {
    // What an act has replaced meanwhile says 0.
    if (element.isConnected) scroll = element.scrollTop;
  });
  // As many entries as are shown now, also those fetched by 更多.
  const shown = all("[data-item]", element).length;
  const focused = element.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const address = new URL(element.dataset["liveUrl"] ?? window.location.href, window.location.href);
  if (shown > 0) address.searchParams.set("count", String(shown));
  await fetchAgain(address.pathname + address.search);
  const ticked = new Set(all<HTMLInputElement>("input[data-pick]:checked", element).map((box) => box.value));
  const fresh = document.getElementById(id);
  if (!fresh) return;
  fresh.scrollTop = scroll;
  const boxes = all<HTMLInputElement>("input[data-pick]", fresh).filter((box) => ticked.has(box.value));
  boxes.forEach((box) => (box.checked = true));
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (fresh.hasAttribute("data-list")) announce(say("updated"));
}
