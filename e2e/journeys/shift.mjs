// Desks that are never left alone: from shift to shift, and many matters at once.
import assert from "node:assert/strict";
import { act, base, journey, place, reported } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

export default function shifts() {
  journey("shift: a clerk hands the desk over with what no list says, cannot take it over, and the next clerk does", async (people) => {
    const at = await place();
    const words = "楼道感应灯不亮，老人摸黑上楼";
    const matter = await reported(at, words);
    await act(at.clerk, matter.id, "accept");
    await act(at.clerk, matter.id, "contact", { note: "答应周五前装好", promised: "2027-01-08" });
    const page = await people.staff(at.clerk);
    await page.goto(`${base()}/shift`);
    await page.locator("h1", { hasText: "交接班" }).waitFor();
    const promised = page.locator("section", { has: page.locator("h2", { hasText: "有承诺" }) });
    await shows(promised, words);
    await page.locator(".page-head a.btn-primary").click();
    await page.locator("textarea[name=handed]").fill("感应灯的货周四到，电工老李的电话在桌上");
    await page.locator("main form .form-acts button.btn-primary").click();
    await shows(page, "待接班");

    // Whoever goes does not come.
    await page.goto(`${base()}/shift`);
    await shows(page, "等待接班");
    await shows(page, "要由另一位同事来接");
    assert.equal(await page.locator("a", { hasText: "去接班" }).count(), 0);

    const next = await people.staff(at.clerk.replace(/1$/, "2"));
    await next.goto(`${base()}/shift`);
    await shows(next, "感应灯的货周四到");
    await next.locator("a", { hasText: "去接班" }).click();
    await scripts(next);
    await next.locator("form[action*='take_over'] button.btn-primary").click();
    await shows(next, "已接班");
    await next.goto(`${base()}/shift`);
    await shows(next, "上一班");
    assert.match(await next.locator("main").innerText(), /交班，.+接班/);
  });

  journey("shift: a dispatcher ticks several matters, sends them all, and is told of each that somebody else had sent", async (people) => {
    const at = await place();
    const names = ["甲楼", "乙楼", "丙楼"].map((name) => `${name}门前下水道返水，臭味很大`);
    const matters = [];
    for (const name of names) {
      const matter = await reported(at, name, { category: "people.utility.drain" });
      await act(at.lead, matter.id, "pass_to_community", { note: "网格办不了" });
      await act(at.clerk, matter.id, "pass_to_street", { note: "社区办不了" });
      matters.push(matter);
    }
    const page = await people.staff(at.dispatcher);
    await page.goto(`${base()}/desk?register=case&view=to_dispatch`);
    await scripts(page);
    for (const matter of matters) await page.locator(`input[name=pick][value="${matter.id}"]`).check();
    await page.locator("#batch button[name=batch][value=dispatch]").click();
    await page.locator("form#batch h3", { hasText: "派单" }).waitFor();
    await act(at.dispatcher, matters[2]?.id ?? "", "dispatch", { body: "340104:dept_drainage" });
    await page.locator("form#batch button.btn-primary").click();
    const result = page.locator(".batch-result");
    await shows(result, "办成 2 件");
    await shows(result, matters[2]?.number ?? "");
    assert.equal(await result.getByText(matters[0]?.number ?? "-").count(), 0, "what was sent is not among those that were not");
  });
}
