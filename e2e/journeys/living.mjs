// Organisation life: what falls due by rule is planned, held, minuted on a phone with one tap a person, and made up; a year of it is seen at a glance;
// promises are followed by residents; a fund gives no more than it has; the calendar has everything that has a day.
import assert from "node:assert/strict";
import { open } from "../lib/axe.mjs";
import { DEMO, PHONE, base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const SECRETARY = "secretary-340104001002";

export default function living() {
  journey("living: a secretary plans and holds what fell due, marks who was there on a phone, and has the others make it up", async (people) => {
    const page = await people.staff(SECRETARY, { size: PHONE });
    await page.goto(`${base()}/duties`);
    await shows(page, "完成情况");
    await open(page);
    // The last month's group meeting is still to be planned.
    await page.locator("section", { has: page.getByRole("heading", { name: "党小组会" }) }).last().locator("a.duty-cell").last().click();
    await shows(page, "党小组会");
    await scripts(page);
    const meeting = page.url();
    await page.goto(`${meeting.split("?")[0]}?act=hold`);
    const people_ = page.locator(".roll li");
    const due = await people_.count();
    assert.ok(due > 3, "everybody on the roster is listed");
    await shows(page, `到会 ${due} · 请假 0 · 缺席 0`);
    await people_.nth(0).locator("input[value=excused]").check({ force: true });
    await people_.nth(1).locator("input[value=absent]").check({ force: true });
    await shows(page, `到会 ${due - 2} · 请假 1 · 缺席 1`);
    await open(page);
    await page.locator("[name=on]").fill("2000-01-01");
    await page.locator("[name=minutes]").fill("学习文件，交流思想。");
    await page.locator("#act-form button.btn-primary").click();
    await shows(page, "日期早于本期第一天");
    assert.equal(await page.locator("[name=minutes]").inputValue(), "学习文件，交流思想。", "what was typed stays");
    assert.ok(await page.locator(".roll li").nth(1).locator("input[value=absent]").isChecked(), "and so do the marks");
    await page.locator("[name=on]").fill(new Date().toISOString().slice(0, 10));
    await page.locator("#act-form button.btn-primary").click();
    await shows(page, `应到 ${due} 人，到会 ${due - 2} 人，请假 1 人，缺席 1 人`);
    await page.goto(`${meeting.split("?")[0]}?act=make_up`);
    await page.locator("input[name=made_up]").first().evaluate((box) => box.click());
    await page.locator("#act-form button.btn-primary").click();
    await shows(page, "其中已补课 1 人");
    await open(page);
  });

  journey("living: an organiser sees each body's year, narrows to a subdistrict and opens a meeting from its cell", async (people) => {
    const page = await people.staff(DEMO.organiser);
    await page.goto(`${base()}/duties?year=2025`);
    await page.getByRole("link", { name: /主题党日/ }).click();
    await shows(page, "52 个组织");
    await open(page);
    await page.goto(`${base()}/duties?year=2025&area=340104001`);
    await page.locator("a.duty-cell").first().click();
    await page.waitForURL(/\/records\//);
    await open(page);
  });

  journey("living: a promise is made, its progress told, and residents read it on the community's public page", async (people) => {
    const page = await people.staff(SECRETARY);
    await page.goto(`${base()}/registers/commitment/new`);
    await scripts(page);
    await page.locator("[name=what]").fill("年内装好四处充电棚");
    await page.locator("input[name=whose][value=organisation]").check({ force: true });
    await page.locator("[name=by]").fill("2027-06-30");
    await page.getByRole("button", { name: "公开承诺" }).last().click();
    await shows(page, "已承诺");
    await page.getByRole("link", { name: "更新进展" }).click();
    await page.locator("[name=progress]").fill("两处已投用");
    await page.locator("#act-form button.btn-primary").click();
    await shows(page, "兑现中");
    const resident = await people.resident();
    await resident.goto(`${base()}/sheets/commitment/board?area=340104001002`);
    await shows(resident, "年内装好四处充电棚");
    await shows(resident, "两处已投用");
    await open(resident);
  });

  journey("living: a fund that would be overdrawn says what is left, and keeps what was typed", async (people) => {
    const page = await people.staff(SECRETARY);
    await page.goto(`${base()}/registers/aid_fund/new`);
    await scripts(page);
    await page.locator("[name=name]").fill("助学专项");
    await page.locator("[name=amount]").fill("500");
    await page.locator("[name=origin]").fill("共建单位");
    await page.getByRole("button", { name: "设立基金" }).last().click();
    await shows(page, "运行中");
    await page.getByRole("link", { name: "安排帮扶" }).click();
    await page.locator("input[name=plan][value=sun]").check({ force: true });
    await page.locator("[name=amount]").fill("500.01");
    await page.locator("[name=purpose]").fill("子女入学资助");
    await page.locator("[name=note]").fill("支委会研究同意");
    await page.locator("#act-form button.btn-primary").click();
    await shows(page, "超过余额：现有 500.00 元");
    assert.equal(await page.locator("[name=purpose]").inputValue(), "子女入学资助");
    await page.locator("[name=amount]").fill("500");
    await page.locator("#act-form button.btn-primary").click();
    await shows(page, "待发放");
    await open(page);
  });

  journey("living: the calendar of a community has meetings, limits and political birthdays, as a month and as a list", async (people) => {
    const page = await people.staff("secretary-340104001001", { size: PHONE });
    await page.goto(`${base()}/calendar?month=2026-03`);
    await open(page);
    await page.getByRole("link", { name: "清单" }).click();
    await shows(page, "政治生日");
    await open(page);
    await page.getByRole("link", { name: /会议活动和预约/ }).click();
    assert.ok((await page.locator(".almanac-day").count()) > 0);
    const clerk = await people.staff(DEMO.clerk);
    await clerk.goto(`${base()}/calendar?month=2026-03&show=list`);
    assert.ok(!(await clerk.locator("main").innerText()).includes("政治生日"), "what only the organisation sees is not on a clerk's calendar");
    await open(clerk);
  });
}
