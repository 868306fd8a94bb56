// Administrators: where news of acts is sent.
import assert from "node:assert/strict";
import { DEMO, base, journey } from "../lib/world.mjs";
import { open } from "../lib/axe.mjs";
import { scripts, shows } from "./case.mjs";

export default function webhooks() {
  journey("an administrator adds a webhook, is told that its network is not open, changes its secret and deletes it", async (people) => {
    people.expect(/status of 422/);
    const page = await people.staff(DEMO.admin);
    await page.goto(`${base()}/admin/webhooks`);
    await page.getByRole("link", { name: "新增推送" }).first().click();
    await scripts(page);
    await page.locator("input[name=label]").fill("区指挥中心");
    await page.locator("input[name=address]").fill("10.1.2.3/hook");
    await page.getByRole("button", { name: "新增推送" }).click();
    await shows(page, "请填完整的地址");
    await open(page);
    assert.equal(await page.locator("input[name=label]").inputValue(), "区指挥中心");
    await page.locator("input[name=address]").fill("https://10.1.2.3/hook");
    await page.getByRole("button", { name: "新增推送" }).click();
    const secret = await page.locator("code.secret").innerText();
    assert.match(secret, /^whsec_/);
    await open(page);
    await page.getByRole("button", { name: "发一条测试" }).click();
    await shows(page, "未放行的网络");
    await page.getByRole("button", { name: "更换密钥" }).click();
    assert.notEqual(await page.locator("code.secret").innerText(), secret);
    await page.getByRole("button", { name: "停用", exact: true }).click();
    await shows(page, "管理员已停用");
    await open(page);
    await page.getByRole("button", { name: "删除" }).click();
    await shows(page, "还没有推送地址");
  });
}
