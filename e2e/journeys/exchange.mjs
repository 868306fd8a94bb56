// The 12345 hotline: its orders come in as a file, are worked on like everything else, and go back answered.
import assert from "node:assert/strict";
import { open } from "../lib/axe.mjs";
import { base, journey, place } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const PAGE = "/registers/case/exchange/hotline";

async function send(page, lines) {
  await page.goto(base() + PAGE);
  await scripts(page);
  await page.locator("[name=file]").setInputFiles({ name: "工单.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) });
  await page.locator("form[method=post][enctype] button").click();
  await page.waitForURL((url) => /\/imports\//.test(url.pathname) || url.pathname === PAGE);
}

export default function exchanges() {
  journey("the hotline's orders are checked, come in once, and are answered in its columns", async (people) => {
    const at = await place();
    const dispatcher = await people.staff(at.dispatcher);
    await dispatcher.goto(`${base()}/registers/case`);
    await dispatcher.locator(`a[href="${PAGE}"]`).click();
    await shows(dispatcher, "12345热线工单");
    await open(dispatcher);
    const head = "诉求内容,工单编号,所属社区,问题分类,工单级别";
    const order = `HF-${at.community}`;
    await send(dispatcher, [head, `巷口路灯整夜不亮,${order},${at.community},修路灯,加急`]);
    await shows(dispatcher, "1 行有错");
    await shows(dispatcher, "修路灯");
    const right = [head, `巷口路灯整夜不亮,${order},${at.community},路灯不亮,加急`];
    await send(dispatcher, right);
    await shows(dispatcher, "没有错");
    await dispatcher.locator("button[name=mode][value=all]").click();
    await shows(dispatcher, "已新增");
    // Another day's file has it again.
    await send(dispatcher, [...right, ""]);
    await shows(dispatcher, "没有要导入的");
    await dispatcher.goto(`${base()}/registers/case?area=${at.community}`);
    await shows(dispatcher, "巷口路灯整夜不亮");
    await dispatcher.goto(base() + PAGE);
    const [answers] = await Promise.all([dispatcher.waitForEvent("download"), dispatcher.locator("button[name=kind][value=xlsx]").click()]);
    assert.match(answers.suggestedFilename(), /12345.*\.xlsx$/);
  });
}
