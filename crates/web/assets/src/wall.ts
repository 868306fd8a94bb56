/*! entry */
// The display asks for itself again; when the server cannot be reached, the last figures stay and say that they are old.

function start(): void {
  const wall = document.querySelector<HTMLElement>("[data-wall]");
  if (!wall) return;
  const stale = wall.dataset["sayStale"] ?? "";
  window.setInterval(() => void refresh(stale), Math.max(5, Number(wall.dataset["wall"] ?? "60")) * 1000);
}

async function refresh(stale: string): Promise<void> {
  try {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-wall]");
    if (!fresh) throw new Error("no wall");
    for (const part of [".wall-head", "[data-wall]"]) {
      const now = page.querySelector(part);
      if (now) document.querySelector(part)?.replaceWith(document.importNode(now, true));
    }
  } catch {
    const sub = document.querySelector(".wall-head p");
    if (!sub || document.querySelector(".wall-stale")) return;
    const note = document.createElement("p");
    note.className = "wall-stale";
    note.setAttribute("role", "status");
    note.textContent = stale;
    sub.after(note);
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
