// Who keeps the territory: communities are merged by a plan, and figures of before stay what they were.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { DEMO, act, base, journey, place, reported } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page, in words. */
async function barriers(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.filter((node) => !/leaflet-/.test(node.html)).map((node) => `${id}: ${node.html.slice(0, 80)}`));
  });
}

export default function plans() {
  journey("a plan that merges two communities is previewed, decided, and takes effect by itself", async (people) => {
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
    // The program does it by itself, within a moment.
    await page.waitForFunction(
      async () => (await (await fetch(location.href)).text()).includes("已生效"),
      undefined,
      { polling: 500, timeout: 30_000 },
    );
  });
}
