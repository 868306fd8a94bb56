// Grid leads, on a phone in the street: three taps, and settled on the spot.
import assert from "node:assert/strict";
import { photo } from "../lib/files.mjs";
import { DESK, PHONE, base, get, journey, place, reported } from "../lib/world.mjs";
import { shows } from "./case.mjs";

export default function gridLeads() {
  journey("a grid lead reports what was found in three taps", async (people) => {
    const at = await place();
    const page = await people.staff(at.lead, { size: PHONE, at: { longitude: at.lon, latitude: at.lat } });
    await page.goto(`${base()}/patrol`);
    await page.getByRole("link", { name: "发现问题" }).click();
    await page.waitForURL(/\/patrol\/report/);
    // One: what. Two: here. Three: send.
    const tile = page.locator(".tiles label").first();
    const what = (await tile.innerText()).trim();
    await tile.tap();
    await page.getByRole("button", { name: "就在我站的地方" }).tap();
    await shows(page, "已标在地图上");
    await page.locator("[data-send]").tap();
    await page.waitForURL(/\/patrol(\?.*)?$/);
    await shows(page, "已上报，在您的待办里");
    await page.locator(".p-items", { hasText: what }).first().waitFor();
  });

  journey("what a grid lead settles on the spot is kept as done and given to nobody else", async (people) => {
    const at = await place();
    const page = await people.staff(at.lead, { size: PHONE, at: { longitude: at.lon, latitude: at.lat } });
    await page.goto(`${base()}/patrol/report`);
    await page.locator("input[type=file]").setInputFiles(photo());
    await page.locator(".shot[data-kept]").waitFor();
    await page.locator(".tiles label").first().tap();
    await page.locator("#f-description").fill("消防通道口停着电动车");
    await page.getByRole("button", { name: "就在我站的地方" }).tap();
    await shows(page, "已标在地图上");
    await page.locator("label[for=f-done]").tap();
    await shows(page.locator("[data-send]"), "办结存档");
    // How it was settled is asked for; nothing is lost by forgetting it.
    await page.locator("[data-send]").tap();
    await page.locator(".errors").waitFor();
    assert.equal(await page.locator("#f-description").inputValue(), "消防通道口停着电动车");
    await page.locator("#f-note").fill("当场请车主挪走了");
    await page.locator("[data-send]").tap();
    await page.waitForURL(/\/patrol(\?.*)?$/);
    await shows(page, "已办结存档");
    await page.locator(".p-done summary").tap();
    await page.locator(".p-done", { hasText: "消防通道口停着电动车" }).waitFor();
    assert.equal((await get(at.clerk, "/desk?view=to_accept")).includes("消防通道口停着电动车"), false, "the community has nothing to do");
  });

  journey("a grid lead settles a resident's report with words and a photo, and the resident sees it", async (people) => {
    const at = await place();
    const matter = await reported(at, "单元门口的灯不亮，回家摸黑");
    const page = await people.staff(at.lead, { size: PHONE });
    await page.goto(`${base()}/patrol/${matter.id}`);
    const solve = page.locator("#act-solve");
    if (!(await solve.evaluate((element) => /** @type {HTMLDetailsElement} */ (element).open))) await solve.locator("summary").tap();
    await solve.locator("textarea").fill("换了灯泡，已经亮了");
    await solve.locator("input[type=file]").setInputFiles(photo("after.png", [200, 200, 90]));
    await solve.locator("button.btn-primary").tap();
    await page.waitForURL(/\/patrol(\?.*)?$/);
    const resident = await people.resident();
    await resident.goto(base() + matter.link);
    await shows(resident.locator(".state-card"), "已办结，请您评价");
    await shows(resident.locator(".timeline"), "换了灯泡");
  });

  journey("everything a thumb must hit on the grid lead's phone is large enough", async (people) => {
    const at = await place();
    const matter = await reported(at, "窨井盖松动，车一压就响");
    const page = await people.staff(at.lead, { size: PHONE });
    for (const path of ["/patrol", "/patrol/report", `/patrol/${matter.id}`, "/patrol/me", "/patrol/queue", "/patrol/day"]) {
      await page.goto(base() + path);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("main a, main button, main summary, nav a, main label:has(input[type=radio])")]
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ element, box }) => box.width > 0 && box.height > 0 && box.height < 43.5 && !element.closest(".leaflet-container, p:not(:has(.btn)), .skip, h2, .timeline"))
          .map(({ element, box }) => `${element.tagName} ${element.className} ${Math.round(box.height)} px: ${(element.textContent ?? "").trim().slice(0, 20)}`),
      );
      assert.deepEqual(small, [], path);
    }
    await page.setViewportSize(DESK);
  });
}
