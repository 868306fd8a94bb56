// Community clerks: the window, the hotline, and matters that are the same.
import assert from "node:assert/strict";
import { act, base, journey, place, reported } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

/** Fills the form for a new matter as a clerk does. */
async function intake(page, at, { words, source, category }) {
  await page.goto(`${base()}/registers/case/new`);
  await scripts(page);
  await page.locator("textarea[name=description]").fill(words);
  await page.locator(`input[name=source][value=${source}]`).check({ force: true });
  if (category) {
    const radio = page.locator(`input[name=category][value="${category}"]`).first();
    await radio.evaluate((element) => element.closest("details")?.setAttribute("open", ""));
    await radio.check({ force: true });
  }
  // Where it is: as if the pin had been put there.
  await page.locator("input[name=place_lat]").evaluate((field, value) => (field.value = value), String(at.lat));
  await page.locator("input[name=place_lon]").evaluate((field, value) => (field.value = value), String(at.lon));
}

export default function clerks() {
  for (const [source, words] of [["window", "到窗口反映：楼上漏水，天花板掉皮"], ["hotline", "热线转来：夜里施工到两点，睡不着"]]) {
    journey(`a clerk registers what came by ${source}, and it waits on the community's desk`, async (people) => {
      const at = await place();
      const page = await people.staff(at.clerk);
      await intake(page, at, { words, source, category: source === "window" ? "people.neighbour.leak" : "events.building.night" });
      await page.locator("input[name=name]").fill("孙阿姨");
      await page.locator("input[name=phone]").fill("13900000004");
      await page.locator("main form .form-acts button.btn-primary").click();
      // What is said passes by itself: it is looked for first.
      await shows(page.locator("#toasts"), "已登记");
      await shows(page, words.slice(5));
      await page.goto(`${base()}/desk?register=case&view=to_accept`);
      await page.locator("#list [data-item]", { hasText: words }).click();
      await shows(page.locator("#detail"), source === "window" ? "窗口登记" : "热线转来");
      assert.equal((await page.locator("#detail").innerText()).includes("13900000004"), false);
    });
  }

  journey("a wrong phone number loses nothing of a clerk's form", async (people) => {
    const at = await place();
    const page = await people.staff(at.clerk);
    await intake(page, at, { words: "来电反映健身器材坏了，孩子碰伤", source: "window" });
    await page.locator("input[name=phone]").fill("12");
    await page.locator("main form .form-acts button.btn-primary").click();
    await page.locator(".errors", { hasText: "手机号" }).waitFor();
    assert.equal(await page.locator("textarea[name=description]").inputValue(), "来电反映健身器材坏了，孩子碰伤");
    assert.equal(await page.locator("input[name=phone]").inputValue(), "12");
  });

  journey("two reports of one thing are suggested as one, merged, and taken apart again", async (people) => {
    const at = await place();
    const first = await reported(at, "小区东门垃圾堆成山，好几天没清运");
    const second = await reported(at, "东门口垃圾没人清运，苍蝇乱飞");
    await act(at.clerk, first.id, "accept");
    await act(at.clerk, second.id, "accept");
    const page = await people.staff(at.clerk);
    await page.goto(`${base()}/records/${second.id}`);
    await scripts(page);
    const hint = page.locator("#detail .dup", { hasText: first.number });
    await hint.waitFor();
    await hint.locator("a.btn").click();
    await page.locator("#act-form").waitFor();
    await page.locator("#act-form .form-acts button").first().click();
    await shows(page.locator("#detail"), "已并案");
    const resident = await people.resident();
    await resident.goto(base() + second.link);
    await shows(resident, first.number);
    // It was another heap after all.
    await page.goto(`${base()}/records/${second.id}?act=unmerge`);
    await page.locator("#act-form textarea[name=note]").fill("现场看是两处");
    await page.locator("#act-form .form-acts button").first().click();
    await shows(page.locator("#detail"), "社区已受理");
    await resident.reload();
    await shows(resident.locator(".state-card"), "社区正在处理");
  });
}
