// Narrowing long lists of choices by typing, and previews of chosen photos.
import { all, announce, on, one, say } from "./dom";

export function startPickers(): void {
  on("input", "[data-narrow]", (_event, element) => narrow(element as HTMLInputElement));
  on("change", "input[type='file'][data-preview]", (_event, element) => preview(element as HTMLInputElement));
  on("click", "[data-choose]", (_event, element) => choose(element, true));
  // What the words suggest is chosen until somebody chooses otherwise.
  on("change", "input[type='radio']", (_event, element) => delete element.dataset["guessed"]);
  document.addEventListener("linli:swapped", () => all("[data-guess]").forEach((element) => choose(element, false)));
  on("click", "[data-clear]", (_event, element) => {
    const input = one<HTMLInputElement>(element.dataset["clear"] ?? "");
    if (!input) return;
    input.value = "";
    input.focus();
  });
}

/** Takes a suggestion: a press decides, a guess gives way to what somebody chose. */
function choose(element: HTMLElement, pressed: boolean): void {
  const radios = all<HTMLInputElement>(`input[type='radio'][name='${CSS.escape(element.dataset["choose"] ?? "")}']`);
  const chosen = radios.find((radio) => radio.checked);
  if (!pressed && chosen && !chosen.dataset["guessed"]) return;
  const wanted = radios.find((radio) => radio.value === element.dataset["value"]);
  if (!wanted || wanted === chosen) return;
  wanted.checked = true;
  if (!pressed) wanted.dataset["guessed"] = "yes";
  const group = wanted.closest("details");
  if (group) group.open = true;
  const list = wanted.closest<HTMLElement>(".pick-list");
  const row = wanted.closest<HTMLElement>("label");
  if (list && row) list.scrollTop = row.offsetTop - list.offsetTop - 40;
}

/** Hides the options that hold none of the typed words; `data-words` carries label, code and pinyin initials. */
function narrow(input: HTMLInputElement): void {
  const list = one(input.dataset["narrow"] ?? "");
  if (!list) return;
  const words = input.value.trim().toLowerCase();
  let shown = 0;
  for (const option of all("[data-words]", list)) {
    const match = words === "" || (option.dataset["words"] ?? "").toLowerCase().includes(words);
    option.hidden = !match;
    if (match) shown += 1;
  }
  for (const group of all<HTMLDetailsElement>("details", list)) {
    const some = all("[data-words]", group).some((option) => !option.hidden);
    group.hidden = !some;
    if (words !== "") group.open = some;
  }
  const none = one(".pick-none", list);
  if (none) none.hidden = shown > 0;
  if (words !== "") announce(say("found").replace("0", String(shown)));
}

function preview(input: HTMLInputElement): void {
  const box = input.closest(".files");
  if (!box) return;
  all("[data-preview-of]", box).forEach((old) => {
    // Not sooner: a page that is swapped asks for its pictures again.
    const image = one<HTMLImageElement>("img", old);
    if (image) URL.revokeObjectURL(image.src);
    old.remove();
  });
  for (const file of Array.from(input.files ?? [])) {
    const frame = document.createElement("div");
    frame.className = "file-one";
    frame.dataset["previewOf"] = input.id;
    if (file.type.startsWith("image/")) {
      const image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      frame.append(image);
    } else frame.textContent = file.name;
    input.closest(".file-add")?.before(frame);
  }
}
