// Import: a list that somebody kept in a spreadsheet comes in, its mistakes said first, nothing twice.
import assert from "node:assert/strict";
import { open } from "../lib/axe.mjs";
import { base, journey, place } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const csv = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`\ufeff${lines.join("\r\n")}`) });

async function send(page, file, updates = false) {
  await page.goto(`${base()}/registers/wish/import`);
  await scripts(page);
  await page.locator("[name=file]").setInputFiles(file);
  if (updates) await page.locator("[name=updates]").check();
  await page.locator("main form .form-acts button").click();
  await page.waitForURL(/\/imports\//);
}

export default function imports() {
  journey("a list of wishes is checked, put right, imported, and sent again without harm", async (people) => {
    const at = await place();
    const clerk = await people.staff(at.clerk);
    const wrong = ["心愿,类型,姓名,电话,位置", `想要一台收音机,收音机,周奶奶,1.38E+10,${at.grid}`, `想有人教用手机,帮忙,,,${at.grid}`];
    await send(clerk, csv("心愿清单.csv", wrong));
    await shows(clerk, "1 行有错");
    await shows(clerk, "可以填：物品");
    await shows(clerk, "设置为文本");
    await open(clerk);
    const [copy] = await Promise.all([clerk.waitForEvent("download"), clerk.locator("a[href$='/marked']").click()]);
    assert.match(copy.suggestedFilename(), /心愿清单.*\.xlsx$/);
    await clerk.locator("button[name=mode][value=good]").click();
    await shows(clerk, "1 行没有进");
    await open(clerk);
    const right = [wrong[0], `想要一台收音机,物品,周奶奶,13812345678,${at.grid}`];
    await send(clerk, csv("心愿清单改.csv", right));
    await shows(clerk, "没有错");
    await clerk.locator("button[name=mode][value=all]").click();
    await shows(clerk, "已新增");
    await clerk.goto(`${base()}/registers/wish?area=${at.community}`);
    await shows(clerk, "想要一台收音机");
    await shows(clerk, "想有人教用手机");
    await send(clerk, csv("心愿清单改.csv", right));
    await shows(clerk, "没有要导入的");
  });

  journey("what was exported comes back and changes only what was changed in it", async (people) => {
    const at = await place();
    const clerk = await people.staff(at.clerk);
    await send(clerk, csv("新心愿.csv", ["心愿,类型,位置", `想学包粽子,陪伴,${at.grid}`, `想换一盏灯,帮忙,${at.grid}`]));
    await clerk.locator("button[name=mode][value=all]").click();
    await shows(clerk, "已新增");
    const got = await clerk.request.get(`${base()}/export/wish.csv?area=${at.community}`);
    const text = (await got.text()).replaceAll("想换一盏灯", "想换两盏灯");
    await send(clerk, { name: "wish.csv", mimeType: "text/csv", buffer: Buffer.from(text) }, true);
    await clerk.locator("button[name=mode]").waitFor();
    assert.match(await clerk.locator("#job .kv").innerText(), /将修改\s*1/);
    await clerk.locator("button[name=mode]").click();
    await shows(clerk, "已修改");
    await clerk.goto(`${base()}/registers/wish?area=${at.community}`);
    await shows(clerk, "想换两盏灯");
  });
}
