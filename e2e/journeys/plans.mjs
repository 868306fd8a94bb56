// Who keeps the territory: communities are merged by a plan, and figures of before stay what they were.
import assert from "node:assert/strict";
import { barriers } from "../lib/axe.mjs";
import { DEMO, act, base, journey, place, reported } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

/** Opens the page until it says so. (A function that `waitForFunction` is given must not be async: its promise counts as yes.) */
async function comes(page, address, words) {
  for (const end = Date.now() + 30_000; ; await page.waitForTimeout(250)) {
    await page.goto(address);
    if ((await page.locator("main").innerText()).includes(words)) return;
    assert.ok(Date.now() < end, `${address} does not say ${words}`);
  }
}

export default function plans() {
  journey("a plan merges two communities on its day, hands over what is open, and the board shows the past on either areas", async (people) => {
    const [first, second] = [await place(), await place()];
    const matter = await reported(first, "楼下井盖松动，走过去会响");
    await act(first.clerk, matter.id, "accept");
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/areas/plans`);
    await page.getByLabel("方案名称").fill("两社区合并");
    await page.getByRole("button", { name: "起草方案" }).click();
    await page.waitForURL(/\/areas\/plans\/[0-9a-f-]{36}/);
    await scripts(page);
    for (const code of [first.community, second.community]) await page.locator(`input[name=areas][value="${code}"]`).check({ force: true });
    await page.locator("input[name=code]").fill(first.community);
    await page.getByRole("button", { name: "加入方案" }).click();
    await shows(page, "影响预览");
    await shows(page, "没有生效日期");
    assert.deepEqual(await barriers(page), []);
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
    await page.locator("input[name=day]").fill(today);
    await page.locator("input[name=basis]").fill("政发〔2026〕7号");
    await page.getByRole("button", { name: "保存" }).click();
    await shows(page, "已保存");
    await page.getByRole("button", { name: "决定，按期生效" }).click();
    // The program does it by itself, within a moment; pages then read the new territory.
    await comes(page, page.url(), "已生效");
    await comes(page, `${base()}/board?area=${second.community}&period=30`, "撤销，并入");
    await page.goto(`${base()}/board?area=${first.community}&period=30`);
    await page.getByRole("link", { name: "按现行区划重述" }).click();
    await shows(page, "按现行区划重新归集");
    // The clerk of the one that ended works in the other, without signing in anew.
    const clerk = await people.staff(second.clerk);
    await clerk.goto(`${base()}/records/${matter.id}`);
    await shows(clerk, "井盖松动");
  });
}
