// Lists of people and of bodies: checked, put right, imported, their first passwords told once; what went out comes back the same.
import assert from "node:assert/strict";
import { open } from "../lib/axe.mjs";
import { DEMO, base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const csv = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`\ufeff${lines.join("\r\n")}`) });

async function send(page, roster, file, updates = false) {
  await page.goto(`${base()}/rosters/${roster}`);
  await scripts(page);
  await page.locator("[name=file]").setInputFiles(file);
  if (updates) await page.locator("[name=updates]").check();
  await page.locator("main form .form-acts button").click();
  await page.waitForURL(/\/rosters\/jobs\//);
}

export default function rosters() {
  journey("rosters: people come in from a file, are told a password once, and must change it when they first sign in", async (people) => {
    const admin = await people.staff(DEMO.admin);
    await admin.goto(`${base()}/admin/accounts`);
    await admin.getByRole("link", { name: "导入" }).click();
    await open(admin);
    const head = "登录名,姓名,岗位,单位,辖区,任职从,任职到";
    const good = "new-clerk-1,周新来,社区受理员,,340104001001,2026-01-01,";
    await send(admin, "accounts", csv("人员.csv", [head, good, "new-clerk-2,吴新来,社区受理员,查无此单位,,,", "admin,郑新来,社区受理员,,340104001001,,"]));
    await shows(admin, "2 行有错");
    await shows(admin, "请填单位的全称或者代码");
    await shows(admin, "这个登录名已有账号");
    await open(admin);
    const [copy] = await Promise.all([admin.waitForEvent("download"), admin.locator("a[href$='/marked']").click()]);
    assert.match(copy.suggestedFilename(), /人员.*\.xlsx$/);
    await admin.locator("button[name=mode][value=good]").click();
    await shows(admin, "只显示这一次");
    await open(admin);
    const password = await admin.locator(".slips code").innerText();
    await admin.reload();
    const fresh = await people.somebody();
    await fresh.goto(`${base()}/login`);
    await fresh.locator("input[name=login]").fill("new-clerk-1");
    await fresh.locator("input[name=password]").fill(password);
    await fresh.locator("form:has(input[name=password]) button").first().click();
    await shows(fresh, "新密码");
    const got = await admin.request.get(`${base()}/rosters/accounts/accounts.csv`);
    const text = await got.text();
    assert.match(text, /new-clerk-1,周新来,社区受理员,340104001001:community_center,,2026-01-01,/);
    await send(admin, "accounts", { name: "accounts.csv", mimeType: "text/csv", buffer: Buffer.from(text) }, true);
    await shows(admin, "没有要导入的");
  });

  journey("rosters: an officer brings bodies in, one below another of the same file, and is told of circles", async (people) => {
    const organiser = await people.staff(DEMO.organiser);
    const head = "代码,类型,名称,辖区,上级机构,成立日期";
    await send(organiser, "bodies", csv("机构.csv", [head, "x1,驻区单位,甲厂,340104001003,x2,", "x2,驻区单位,乙厂,340104001003,x1,"]));
    await shows(organiser, "机构不能隶属于自己或自己的下级");
    await open(organiser);
    await send(organiser, "bodies", csv("机构.csv", [head, "x1,驻区单位,甲厂,340104001003,乙厂,2001-09-01", "x2,驻区单位,乙厂,340104001003,,"]));
    await organiser.locator("button[name=mode][value=all]").click();
    await shows(organiser, "已新增");
    await organiser.goto(`${base()}/bodies/x1`);
    await shows(organiser, "乙厂");
    await shows(organiser, "2001-09-01");
  });
}
