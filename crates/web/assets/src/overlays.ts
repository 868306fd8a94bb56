// Menus, dialogs, the photo lightbox and messages that can be put away.
import { all, on, one } from "./dom";

export function startOverlays(): void {
  // Only one menu is open, and a press outside closes it.
  document.addEventListener("click", (event) => {
    const inside = event.target instanceof Element ? event.target.closest("details.menu") : null;
    all<HTMLDetailsElement>("details.menu[open]").forEach((menu) => {
      if (menu !== inside) menu.open = false;
    });
  });
  on("click", "[data-dialog]", (event, element) => {
    const dialog = one<HTMLDialogElement>(element.dataset["dialog"] ?? "");
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
  on("click", "[data-close-dialog]", (_event, element) => element.closest("dialog")?.close());
  on("click", "dialog", (event, element) => {
    if (event.target === element) (element as HTMLDialogElement).close();
  });
  on("click", "[data-dismiss]", (_event, element) => element.closest(element.dataset["dismiss"] ?? "")?.remove());
  on("click", "[data-photo]", (event, element) => showPhoto(event, element as HTMLAnchorElement));
  on("click", "[data-print]", () => window.print());
  on("click", "[data-copy]", (_event, element) => void navigator.clipboard?.writeText(element.dataset["copy"] ?? ""));
}

/** Opens a thumbnail's link in the page's lightbox; arrow keys go through its neighbours. */
function showPhoto(event: MouseEvent, link: HTMLAnchorElement): void {
  const dialog = one<HTMLDialogElement>("#lightbox");
  if (!dialog?.showModal) return;
  event.preventDefault();
  const group = all<HTMLAnchorElement>("[data-photo]", link.parentElement ?? document);
  let at = group.indexOf(link);
  const show = (): void => {
    const current = group[at];
    const image = one<HTMLImageElement>("img", dialog);
    const words = one("[data-photo-words]", dialog);
    if (!current || !image) return;
    image.src = current.href;
    image.alt = current.dataset["photo"] ?? "";
    if (words) words.textContent = `${current.dataset["photo"] ?? ""}  ${at + 1} / ${group.length}`;
  };
  const move = (by: number): void => {
    at = (at + by + group.length) % group.length;
    show();
  };
  dialog.onkeydown = (key) => {
    if (key.key === "ArrowRight") move(1);
    if (key.key === "ArrowLeft") move(-1);
  };
  all("[data-photo-step]", dialog).forEach((button) => {
    button.onclick = () => move(Number(button.dataset["photoStep"]));
  });
  show();
  dialog.showModal();
}
