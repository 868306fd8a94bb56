// Trees of areas (WAI-ARIA tree): one stop for Tab, arrows walk, the right one opens a node and fetches what lies below it once, the left one closes
// it or goes up. Without script every node is a link to the page with that node open.
import { say } from "./dom";

export function startTrees(): void {
  document.querySelectorAll<HTMLElement>("[data-tree]").forEach((tree) => {
    const current = tree.querySelector<HTMLElement>("[aria-current]");
    items(tree).forEach((item) => (item.tabIndex = -1));
    const first = current ?? tree.querySelector<HTMLElement>("[role=treeitem]");
    if (first) first.tabIndex = 0;
    tree.addEventListener("keydown", (event) => walk(tree, event));
    tree.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=treeitem]") : null;
      // A press on the sign before the name opens; on the name it chooses, which the link does.
      if (!item?.dataset["more"] || !(event instanceof MouseEvent) || event.offsetX > 28 || event.target !== item) return;
      event.preventDefault();
      void toggle(item, item.getAttribute("aria-expanded") !== "true");
    });
  });
}

/** Nodes that can be seen. */
function items(tree: HTMLElement): HTMLElement[] {
  return [...tree.querySelectorAll<HTMLElement>("[role=treeitem]")].filter((item) => item.offsetParent !== null);
}

function walk(tree: HTMLElement, event: KeyboardEvent): void {
  const item = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[role=treeitem]") : null;
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = items(tree);
  const at = all.indexOf(item);
  const open = item.getAttribute("aria-expanded");
  const go = (to: HTMLElement | null | undefined): void => {
    if (to) focus(tree, to);
  };
  if (event.key === "ArrowDown") go(all[at + 1]);
  else if (event.key === "ArrowUp") go(all[at - 1]);
  else if (event.key === "Home") go(all[0]);
  else if (event.key === "End") go(all[all.length - 1]);
  else if (event.key === "ArrowRight" && open === "false") void toggle(item, true);
  else if (event.key === "ArrowRight" && open === "true") go(all[at + 1]);
  else if (event.key === "ArrowLeft" && open === "true") void toggle(item, false);
  else if (event.key === "ArrowLeft") go(item.closest("ul")?.parentElement?.querySelector<HTMLElement>(":scope > [role=treeitem]"));
  else if (event.key === " ") item.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function focus(tree: HTMLElement, item: HTMLElement): void {
  tree.querySelectorAll<HTMLElement>("[role=treeitem][tabindex='0']").forEach((other) => (other.tabIndex = -1));
  item.tabIndex = 0;
  item.focus();
}

async function toggle(item: HTMLElement, open: boolean): Promise<void> {
  const known = item.nextElementSibling;
  if (known instanceof HTMLUListElement) {
    known.hidden = !open;
    item.setAttribute("aria-expanded", String(open));
    return;
  }
  if (!open || item.getAttribute("aria-busy") === "true") return;
  item.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(item.dataset["more"] ?? "");
    if (!answer.ok) throw new Error(answer.statusText);
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const list = box.content.querySelector("ul");
    if (list) {
      item.setAttribute("aria-owns", list.id);
      item.after(list);
      list.querySelectorAll<HTMLElement>("[role=treeitem]").forEach((below) => (below.tabIndex = -1));
    }
    item.setAttribute("aria-expanded", "true");
  } catch {
    const announce = document.getElementById("announce");
    if (announce) announce.textContent = say("failed");
  } finally {
    item.removeAttribute("aria-busy");
  }
}
