// The other registers: wishes that somebody fulfils, tasks that are called in every week.
import assert from "node:assert/strict";
import { DEMO, act, base, journey, place } from "../lib/world.mjs";
import { scripts, shows, told } from "./case.mjs";

export default function registers() {
  journey("a wish is posted, published, claimed by volunteers and fulfilled", async (people) => {
    const at = await place();
    const clerk = await people.staff(at.clerk);
    await clerk.goto(`${base()}/registers/wish/new`);
    await scripts(clerk);
    await clerk.locator("[name=wish]").fill("独居的刘奶奶想有人陪她去看一次菊展");
    await clerk.locator("[name=area]").selectOption(at.grid);
    await clerk.locator("main form .form-acts button.btn-primary").click();
    await shows(clerk, "已登记");
    await shows(clerk, "刘奶奶");
    const id = /([0-9a-f-]{36})/.exec(clerk.url())?.[1] ?? (await clerk.locator("a[data-item]", { hasText: "刘奶奶" }).first().getAttribute("data-item")) ?? "";
    const volunteer = await people.staff(`volunteer-${at.community}`);
    await volunteer.goto(`${base()}/desk?register=wish&view=to_claim&id=${id}`);
    await shows(volunteer.locator("#detail-title"), "刘奶奶");
    await scripts(volunteer);
    await volunteer.locator("#detail").getByRole("button", { name: "认领" }).or(volunteer.locator("#detail").getByRole("link", { name: "认领" })).first().click();
    const form = volunteer.locator("#act-form .form-acts button").first();
    await form.or(volunteer.locator("#toasts .toast", { hasText: "认领" })).first().waitFor();
    if (await form.isVisible()) await form.click();
    await volunteer.locator("#toasts .toast", { hasText: "认领" }).waitFor();
    await volunteer.goto(`${base()}/desk?register=wish&view=to_fulfil&id=${id}`);
    await scripts(volunteer);
    await volunteer.keyboard.press("x");
    await volunteer.locator("#act-form textarea[name=note]").fill("周六陪她看了菊展，老人很高兴");
    await volunteer.locator("#act-form .form-acts button").first().click();
    await volunteer.locator("#toasts .toast", { hasText: "已实现" }).waitFor();
    await clerk.goto(`${base()}/desk?register=wish&view=to_thank`);
    await clerk.locator("#list [data-item]", { hasText: "刘奶奶" }).waitFor();
  });

  journey("a task is assigned, taken, called in weekly and reported as done", async (people) => {
    const at = await place();
    const district = await people.staff(DEMO.supervisor);
    await district.goto(`${base()}/registers/task/new`);
    await scripts(district);
    await district.locator("[name=task]").fill("年内完成老旧小区充电棚建设十处");
    await district.locator("[name=result]").fill("十处充电棚通电可用");
    await district.locator(`input[name=body][value="${at.street}:street_center"]`).check({ force: true });
    await district.locator("[name=urgency]").first().check({ force: true }).catch(() => district.locator("select[name=urgency]").selectOption({ index: 1 }));
    await district.locator("main form .form-acts button.btn-primary").click();
    await shows(district, "充电棚");
    const street = await people.staff(at.dispatcher);
    await street.goto(`${base()}/desk?register=task&view=to_start`);
    await street.locator("#list [data-item]", { hasText: "充电棚" }).click();
    await shows(street.locator("#detail-title"), "充电棚");
    await street.waitForURL(/[?&]id=/);
    const number = await street.locator("#detail .number").innerText();
    const id = new URL(street.url()).searchParams.get("id") ?? "";
    assert.match(number, /^T\d{4}-\d{4}$/);
    await act(at.dispatcher, id, "start");
    await street.goto(`${base()}/desk?register=task&view=doing&id=${id}`);
    await scripts(street);
    await street.keyboard.press("w");
    await street.locator("#act-form input[name=progress]").fill("40");
    await street.locator("#act-form textarea[name=note]").fill("四处已通电，其余等验收");
    await street.locator("#act-form .form-acts button").first().click();
    await told(street, number, "周调度");
    await district.goto(`${base()}/records/${id}`);
    await shows(district.locator("#detail"), "四处已通电");
    await street.goto(`${base()}/desk?register=task&view=doing&id=${id}`);
    await scripts(street);
    await street.keyboard.press("x");
    await street.locator("#act-form textarea[name=note]").fill("十处全部通电");
    await street.locator("#act-form .form-acts button").first().click();
    await told(street, number, "报完成");
    await district.goto(`${base()}/desk?register=task&view=to_confirm&id=${id}`);
    await scripts(district);
    await district.keyboard.press("v");
    await told(district, number, "验收");
  });

  journey("any register shows itself as table, board and calendar, and goes out as a spreadsheet", async (people) => {
    const page = await people.staff(DEMO.clerk);
    await page.goto(`${base()}/registers/wish`);
    for (const show of ["board", "calendar", "table"]) {
      await page.locator(`nav.switch a[href*='show=${show}']`).first().click();
      await page.waitForURL(new RegExp(`show=${show}`));
      await page.locator("main a[data-item], main table, main .state").first().waitFor();
    }
    await page.locator("summary", { hasText: "导出" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a[href*='.xlsx']").first().click()]);
    assert.match(download.suggestedFilename(), /\.xlsx$/);
  });
}
