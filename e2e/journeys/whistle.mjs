// The subdistrict blows the whistle, departments report in; a department that sends a matter back says by which line.
import assert from "node:assert/strict";
import { photo } from "../lib/files.mjs";
import { DEMO, PHONE, act, base, get, journey, place, reported } from "../lib/world.mjs";
import { scripts, shows, told } from "./case.mjs";

const DEPARTMENTS = { drainage: "340104:dept_drainage", housing: "340104:dept_housing", fire: "340104:dept_fire" };

export default function whistle() {
  journey("a subdistrict blows the whistle from a case, departments report in, and it ends when all have come or are excused", async (people) => {
    const at = await place();
    const matter = await reported(at, "老旧小区外墙脱落砸到路面，楼下排水沟也被堵死了");
    await act(at.lead, matter.id, "pass_to_community", { note: "要几个部门一起来" });
    await act(at.clerk, matter.id, "pass_to_street", { note: "社区叫不动部门" });

    // From the case's page; without a department nothing is blown and what was typed stays.
    const dispatcher = await people.staff(at.dispatcher);
    await dispatcher.goto(`${base()}/records/${matter.id}?act=whistle`);
    await scripts(dispatcher);
    const form = dispatcher.locator("#act-form");
    await form.getByText("重点工作和疑难问题类").click();
    await form.locator("textarea[name=note]").fill("请到现场会商，先排险再疏通");
    // Whom the catalogue proposes is ticked already.
    for (const box of await form.locator("input[name=bodies]:checked").all()) await box.uncheck({ force: true });
    await form.getByRole("button", { name: "吹哨" }).click();
    await shows(dispatcher, "请填写“有关单位”");
    assert.equal(await form.locator("textarea[name=note]").inputValue(), "请到现场会商，先排险再疏通");
    for (const body of Object.values(DEPARTMENTS)) await form.locator(`input[name=bodies][value="${body}"]`).check({ force: true });
    await form.getByRole("button", { name: "吹哨" }).click();
    await told(dispatcher, matter.number, "吹哨");
    const there = dispatcher.locator(".record-parts a").first();
    assert.match(await dispatcher.locator(".record-parts summary").first().innerText(), /吹哨单 · S\d{4}-\d{4}/);
    await there.click();
    await dispatcher.waitForURL(/\/records\/(?!.*act=)/);
    await shows(dispatcher, "来自民情事项");
    const parts = dispatcher.locator(".record-parts > li");
    await parts.nth(2).waitFor();
    assert.equal(await parts.count(), 3, "one call for each department");
    const page = dispatcher.url();
    const calls = Object.fromEntries(
      await Promise.all([...Array(3).keys()].map(async (nth) => {
        const link = parts.nth(nth).locator("a").first();
        return [await link.innerText(), (await link.getAttribute("href")) ?? ""];
      })),
    );
    const of = (name) => Object.entries(calls).find(([who]) => who.includes(name))?.[1] ?? assert.fail(`${name} was called`);

    // One reports in from the street, on a phone, with a photo; the other in writing.
    const handler = await people.staff(DEMO.handler, { size: PHONE });
    await handler.goto(`${base()}${of("排水")}?act=report_in`);
    await handler.locator("#act-form").getByText("现场报到").click();
    await handler.locator("#act-form textarea[name=note]").fill("三人带泵车已到现场");
    await handler.locator("#act-form input[type=file]").setInputFiles(photo());
    await handler.locator("#act-form").getByRole("button", { name: "报到" }).click();
    await shows(handler, "三人带泵车已到现场");
    await act("handler-dept_housing-1", of("住房").split("/").pop() ?? "", "report_in", { how: "in_writing", note: "先书面答复，明早派人" });
    const twice = await people.staff(DEMO.handler, { size: PHONE });
    await twice.goto(`${base()}${of("排水")}`);
    assert.equal(await twice.getByRole("link", { name: "报到", exact: true }).count(), 0, "nobody reports in twice");
    assert.equal(await twice.locator(".record-from a").count(), 1, "whoever was called reads the whole");

    // The subdistrict cannot end it yet; it excuses the third, rates the two, and then it can.
    await dispatcher.goto(page);
    await shows(dispatcher, "已报到，办理中");
    assert.equal(await dispatcher.locator(".acts-bar").getByText("收哨").count(), 0, "not before all have come");
    await act(at.dispatcher, of("消防").split("/").pop() ?? "", "excuse", { note: "险情已排除" });
    await act(DEMO.handler, of("排水").split("/").pop() ?? "", "finish", { note: "排水沟已疏通" });
    for (const [name, label] of [["排水", "非常满意"], ["住房", "基本满意"]]) {
      await dispatcher.goto(`${base()}${of(name)}?act=rate`);
      await dispatcher.locator("#act-form").getByText(label, { exact: true }).click();
      await dispatcher.locator("#act-form").getByRole("button", { name: "评价部门" }).click();
      await shows(dispatcher, "已评价");
    }
    await dispatcher.goto(`${page.split("?")[0]}?act=end`);
    await dispatcher.locator("#act-form textarea[name=note]").fill("险情排除，排水恢复");
    await dispatcher.locator("#act-form").getByRole("button", { name: "收哨" }).click();
    await shows(dispatcher, "已收哨");
    await shows(dispatcher, "评价：非常满意");
    assert.match(await get(at.dispatcher, `/records/${matter.id}`), /已收哨/, "the case knows");
  });

  journey("who does not answer a whistle goes up to the district", async (people) => {
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/desk?register=call&view=not_in_on_time`);
    const first = page.locator("a[data-item]").first();
    await first.click();
    await page.locator("#detail .record").waitFor();
    await shows(page, "待报到");
    await shows(page, "超过时限，已提醒");
  });

  journey("a department that sends a matter back names the line it relies on, and everybody reads it", async (people) => {
    const at = await place();
    const matter = await reported(at, "小区门口雨水口盖板断了，车轮陷进去");
    await act(at.lead, matter.id, "pass_to_community", { note: "部门的事" });
    await act(at.clerk, matter.id, "pass_to_street", { note: "部门的事" });
    await act(at.dispatcher, matter.id, "dispatch", { body: DEPARTMENTS.drainage, category: "parts.facility.grate" });
    const handler = await people.staff(DEMO.handler);
    await handler.goto(`${base()}/records/${matter.id}?act=return`);
    await scripts(handler);
    await handler.locator("#act-form textarea[name=note]").fill("盖板属于检查井，不归我们");
    await handler.locator('#act-form input[name=returned_for][value="1.1"]').check({ force: true });
    await handler.locator("#act-form").getByRole("button", { name: "退回" }).click();
    await told(handler, matter.number, "退回");
    const dispatcher = await people.staff(at.dispatcher);
    await dispatcher.goto(`${base()}/records/${matter.id}`);
    await shows(dispatcher, "依据权责清单 1.1");
    await shows(dispatcher, "建议派给");
    await dispatcher.goto(`${base()}/handbook/duties`);
    await shows(dispatcher, "检查井盖缺失破损的处置");
  });
}
