// Photos: made smaller here, sent one by one while the person goes on writing, shown with their progress, taken back with one press.
// The place in a photo stays on the phone unless its owner presses "use that place".
import { all, announce, one } from "./dom";
import { placeOf } from "./exif";

const LONGEST = 1920;
const SMALL_ENOUGH = 400_000;
const pending = new WeakMap<HTMLFormElement, number>();

async function keepOrSend(list: HTMLElement, shot: HTMLElement, file: File, keep?: Keeper): Promise<void> {
  const form = list.closest("form");
  count(form, 1);
  try {
    if (!(await keep?.(list, shot, file))) await send(list, shot, file);
  } finally {
    count(form, -1);
  }
}

/** Keeps a chosen photo on the phone; false where it cannot, and it has to travel at once. */
export type Keeper = (list: HTMLElement, shot: HTMLElement, file: File) => Promise<boolean>;

export function startUploads(keep?: Keeper): void {
  all("[data-shots]").forEach((list) => {
    const input = one<HTMLInputElement>("input[type='file']", list);
    input?.addEventListener("change", () => {
      void take(list, Array.from(input.files ?? []), keep);
      // The files travel by themselves: the form must not send them again.
      input.value = "";
    });
    list.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-shot-remove]") : null;
      if (!button) return;
      button.closest(".shot")?.remove();
      input?.focus();
      changed(list);
    });
  });
  all<HTMLFormElement>("form").forEach((form) => {
    if (one("[data-shots]", form)) form.addEventListener("submit", (event) => waitForPhotos(event, form));
  });
  all<HTMLInputElement>("input[type='file'][data-shrink]").forEach((input) => input.addEventListener("change", () => void shrinkInPlace(input)));
}

async function take(list: HTMLElement, files: File[], keep?: Keeper): Promise<void> {
  const most = Number(list.dataset["max"] ?? "6");
  for (const file of files) {
    if (all(".shot", list).length >= most) {
      announce(list.dataset["sayMany"] ?? "");
      note(list, list.dataset["sayMany"] ?? "");
      return;
    }
    void offerPlace(file);
    const shot = frame(list, file);
    one(".shot-add", list)?.before(shot);
    void keepOrSend(list, shot, file, keep);
  }
}

export function frame(list: HTMLElement, file: Blob & { name?: string }): HTMLLIElement {
  const shot = document.createElement("li");
  shot.className = "shot";
  const image = document.createElement("img");
  image.alt = file.name ?? "";
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", list.dataset["sayProgress"] ?? "");
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "shot-x";
  remove.dataset["shotRemove"] = "";
  remove.setAttribute("aria-label", list.dataset["sayRemove"] ?? "");
  remove.textContent = "×";
  shot.append(image, bar, remove);
  return shot;
}

async function send(list: HTMLElement, shot: HTMLElement, file: File): Promise<void> {
  const form = list.closest("form");
  count(form, 1);
  shot.classList.remove("failed");
  one(".shot-why", shot)?.remove();
  try {
    const body = new FormData();
    body.append("photo", await shrink(file), "photo.jpg");
    const answer = await post(form?.dataset["upload"] ?? list.dataset["upload"] ?? "", body, (share) => {
      const bar = one<HTMLProgressElement>("progress", shot);
      if (bar) bar.value = share;
    });
    if (!answer.id) throw new Error(answer.error ?? answer.title ?? "");
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = "photo";
    input.value = answer.id;
    shot.append(input);
    one("progress", shot)?.remove();
    if (answer.thumb) (one<HTMLImageElement>("img", shot) ?? new Image()).src = answer.thumb;
    announce(list.dataset["saySent"] ?? "");
    changed(list);
  } catch (problem) {
    failed(list, shot, file, problem instanceof Error ? problem.message : "");
  } finally {
    count(form, -1);
  }
}

function failed(list: HTMLElement, shot: HTMLElement, file: File, why: string): void {
  shot.classList.add("failed");
  one("progress", shot)?.remove();
  const again = document.createElement("button");
  again.type = "button";
  again.className = "shot-why";
  again.textContent = `${list.dataset["sayFailed"] ?? ""} · ${list.dataset["sayRetry"] ?? ""}`;
  again.onclick = () => void send(list, shot, file);
  shot.append(again);
  note(list, why);
  announce(`${list.dataset["sayFailed"] ?? ""} ${why}`);
}

type Answer = { id?: string; thumb?: string; error?: string; title?: string };

/** XMLHttpRequest, because fetch tells no progress of what is sent. */
function post(url: string, body: FormData, progress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("accept", "application/json");
    request.timeout = 120_000;
    request.upload.onprogress = (event) => progress(event.lengthComputable ? event.loaded / event.total : 0.5);
    request.onload = () => {
      try {
        resolve(JSON.parse(request.responseText) as Answer);
      } catch {
        reject(new Error(""));
      }
    };
    request.onerror = request.ontimeout = () => reject(new Error(""));
    request.send(body);
  });
}

/** At most 1920 pixels, as JPEG; the file as it is where the browser cannot read it. */
export async function shrink(file: File): Promise<Blob> {
  const small = await redraw(file, (factor) => factor === 1 && file.size < SMALL_ENOUGH && file.type === "image/jpeg");
  return small && small.size < file.size ? small : file;
}

/** As [`shrink`], and nothing but the picture: what the camera wrote beside it is gone. None where the browser cannot read it. */
export function bare(file: File): Promise<Blob | null> {
  return redraw(file, () => false);
}

async function redraw(file: File, isFine: (factor: number) => boolean): Promise<Blob | null> {
  if (!("createImageBitmap" in window)) return null;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const factor = Math.min(1, LONGEST / Math.max(image.width, image.height));
    if (isFine(factor)) return null;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * factor);
    canvas.height = Math.round(image.height * factor);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    return await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  } catch {
    return null;
  }
}

/** For plain file fields: the chosen files are replaced by smaller ones, and travel with the form. */
async function shrinkInPlace(input: HTMLInputElement): Promise<void> {
  const files = Array.from(input.files ?? []);
  const said = one("[data-say-chosen]", input.parentElement ?? document);
  if (said && files.length) said.textContent = `${said.dataset["sayChosen"] ?? ""} ${files.length}`;
  try {
    const moved = new DataTransfer();
    for (const file of files) moved.items.add(new File([await shrink(file)], "photo.jpg", { type: "image/jpeg" }));
    input.files = moved.files;
  } catch {
    // Old browsers cannot replace the files: they are sent as they are.
  }
}

async function offerPlace(file: File): Promise<void> {
  const at = await placeOf(file);
  const box = one("[data-shot-place]");
  if (!at || !box) return;
  box.hidden = false;
  const use = one<HTMLButtonElement>("[data-shot-place-use]", box);
  if (use) use.onclick = () => {
    box.hidden = true;
    document.dispatchEvent(new CustomEvent("linli:place", { detail: { lon: at.lon, lat: at.lat, zoom: 18 } }));
  };
}

function waitForPhotos(event: SubmitEvent, form: HTMLFormElement): void {
  if (!pending.get(form)) return;
  event.preventDefault();
  const said = form.dataset["sayUploading"] ?? "";
  announce(said);
  const list = one("[data-shots]", form);
  if (list) note(list, said);
  form.dataset["sendLater"] = "yes";
}

function count(form: HTMLFormElement | null, by: number): void {
  if (!form) return;
  const left = (pending.get(form) ?? 0) + by;
  pending.set(form, left);
  // A photo that failed stays visible and holds the form back: its owner decides.
  if (left > 0 || form.dataset["sendLater"] !== "yes") return;
  delete form.dataset["sendLater"];
  if (!one(".shot.failed", form)) form.requestSubmit();
}

export function note(list: HTMLElement, text: string): void {
  one(".shots-note", list.parentElement ?? document)?.remove();
  if (!text) return;
  const line = document.createElement("p");
  line.className = "hint shots-note";
  line.textContent = text;
  list.after(line);
}

function changed(list: HTMLElement): void {
  list.dispatchEvent(new Event("input", { bubbles: true }));
}
