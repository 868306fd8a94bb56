// The place of a report beside its map: "where I am now" (only when pressed) and suggestions for the address.
import { all, announce, one } from "./dom";

type Address = { text: string; note?: string; lon?: number; lat?: number; area?: string };

export function startWhere(): void {
  all<HTMLButtonElement>("[data-here]").forEach((button) => button.addEventListener("click", () => here(button)));
  all("[data-suggest]").forEach(suggest);
}

/** Tells the map, or without one the two fields, where it is. */
export function setPlace(lon: number, lat: number, zoom: number): void {
  document.dispatchEvent(new CustomEvent("linli:place", { detail: { lon, lat, zoom } }));
}

function here(button: HTMLButtonElement): void {
  const out = one("[data-here-said]");
  const tell = (key: string): void => {
    if (out) out.textContent = button.dataset[key] ?? "";
  };
  if (!("geolocation" in navigator)) return tell("sayMissing");
  tell("sayWait");
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      button.removeAttribute("aria-busy");
      setPlace(coords.longitude, coords.latitude, 18);
      tell("sayFound");
    },
    (problem) => {
      button.removeAttribute("aria-busy");
      tell(problem.code === problem.PERMISSION_DENIED ? "sayDenied" : "sayMissing");
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
  );
}

/** A combobox after the ARIA pattern: arrows choose, Enter takes, Escape closes; typing freely stays possible. */
function suggest(box: HTMLElement): void {
  const input = one<HTMLInputElement>("input", box);
  const list = one<HTMLUListElement>("[role='listbox']", box);
  if (!input || !list) return;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let found: Address[] = [];
  let at = -1;
  let timer = 0;
  let asked = 0;
  const close = (): void => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (next: number): void => {
    at = next;
    all("[role='option']", list).forEach((option, n) => {
      option.setAttribute("aria-selected", String(n === at));
      if (n === at) option.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };
  const choose = (address: Address): void => {
    input.value = address.text;
    close();
    if (address.lon !== undefined && address.lat !== undefined) setPlace(address.lon, address.lat, 18);
    else input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const show = (): void => {
    list.replaceChildren(
      ...found.map((address, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = address.text;
        if (address.note) {
          const small = document.createElement("small");
          small.textContent = address.note;
          option.append(small);
        }
        // Before the input loses the focus and closes the list.
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(address));
        return option;
      }),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length) announce((box.dataset["sayFound"] ?? "").replace("0", String(found.length)));
  };
  const ask = async (): Promise<void> => {
    const mine = (asked += 1);
    try {
      const answer = await fetch(`${box.dataset["suggest"]}?q=${encodeURIComponent(input.value.trim())}`, { headers: { accept: "application/json" } });
      if (!answer.ok || mine !== asked) return;
      found = ((await answer.json()) as Address[]).slice(0, 8);
      at = -1;
      show();
    } catch {
      close();
    }
  };
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    asked += 1;
    if (input.value.trim().length < 2) return close();
    timer = window.setTimeout(() => void ask(), 250);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter") {
      const chosen = found[at];
      event.preventDefault();
      if (chosen) choose(chosen);
      else close();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
}
