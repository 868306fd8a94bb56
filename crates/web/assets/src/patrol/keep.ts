// Room on the phone, and photos made small for it.
import { all, announce, one } from "../dom";
import { type Keeper, bare, frame, note } from "../upload";
import { Full, dropPhoto, newKey, photo, putPhoto } from "./db";
import { sendPhoto } from "./sync";

/** Left free for words: a report must never fail because photos took the last of it. */
const RESERVE = 4 * 1024 * 1024;
/** Bytes of a photo, about: to say how many more there is room for. */
const USUAL = 400 * 1024;

/** A sentence in the reader's language. */
export function word(name: string): string {
  return one("#queue-words")?.dataset[name] ?? "";
}

/** Bytes left beside the reserve; unknown where the browser does not say. */
export async function room(): Promise<number | undefined> {
  if (!navigator.storage?.estimate) return undefined;
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage - RESERVE);
}

/** How many more photos there is room for, about. */
export async function photosLeft(): Promise<number | undefined> {
  const left = await room();
  return left === undefined ? undefined : Math.floor(left / USUAL);
}

/** Asks the browser not to clear what is kept when the phone runs short of room. */
export async function persist(): Promise<void> {
  if (navigator.storage?.persist && !(await navigator.storage.persisted())) await navigator.storage.persist();
}

/** Keeps a photo of an item. @throws Full where there is no room; nothing kept before is touched. */
export async function keepPhoto(file: File, item: string, who: string): Promise<string | null> {
  const blob = await bare(file);
  if (!blob) return null;
  const left = await room();
  if (left !== undefined && left < blob.size) throw new Full();
  const key = newKey();
  await putPhoto({ key, item, who, blob });
  return key;
}

/** The photos of a report: kept at once, shown as kept, taken back with one press. Said in words where one is refused. */
export function keeper(ready: Promise<boolean>, item: () => string, who: string, keptOne: () => Promise<void>): Keeper {
  return async (list, shot, file) => {
    if (!(await ready)) return false;
    try {
      // First the item, so that no photo is ever without one.
      await keptOne();
      const key = await keepPhoto(file, item(), who);
      if (key === null) {
        // The server says what is wrong with it, if it can be asked.
        if (navigator.onLine) return false;
        shot.remove();
        refuse(list, word("unread"));
        return true;
      }
      keep(shot, key);
      await keptOne();
      note(list, "");
      if (navigator.onLine) void ahead(key).catch(() => undefined);
    } catch (problem) {
      if (!(problem instanceof Full)) return false;
      shot.remove();
      refuse(list, word("full"));
    }
    return true;
  };
}

/** With a signal it travels while the person goes on writing. */
async function ahead(key: string): Promise<void> {
  const kept = await photo(key);
  if (kept && kept.id === undefined) await sendPhoto(kept);
}

function refuse(list: HTMLElement, text: string): void {
  // Beside the photos, not over the button that sends.
  note(list, text);
  announce(text);
}

/** A shot is on the phone. */
export function keep(shot: HTMLElement, key: string): void {
  shot.dataset["kept"] = key;
  one("progress", shot)?.remove();
  const said = document.createElement("small");
  said.className = "shot-kept";
  said.textContent = word("photo");
  shot.append(said);
}

/** Shows a photo that was kept before. */
export function showKept(list: HTMLElement, key: string, blob: Blob): void {
  const shot = frame(list, blob);
  keep(shot, key);
  one(".shot-add", list)?.before(shot);
}

/** The kept photos of a form, in order. */
export function keptIn(form: HTMLElement): string[] {
  return all("[data-shots] .shot[data-kept]", form).map((shot) => shot.dataset["kept"] ?? "");
}

/** What is taken back goes from the phone, too. */
export function dropTakenBack(form: HTMLElement, keptOne: () => Promise<void>): void {
  form.addEventListener("click", (event) => {
    const shot = event.target instanceof Element ? event.target.closest("[data-shot-remove]")?.closest<HTMLElement>(".shot") : null;
    const key = shot?.dataset["kept"];
    // After the list has taken it out.
    if (key) window.setTimeout(() => void dropPhoto(key).then(keptOne));
  });
}
