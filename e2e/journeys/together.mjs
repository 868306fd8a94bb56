// Building together: a volunteer signs up on the phone without an account, waits, moves up, says the hours and prints a certificate that anybody can
// check; a clerk asks for what a community needs and takes up what the program proposes; a unit's year and the letter to an employer.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { open } from "../lib/axe.mjs";
import { base, journey } from "../lib/world.mjs";
import { shows } from "./case.mjs";

const SECRETARY = "secretary-340104001001";
const TEAM = "volunteer-340104001001";
const CLERK = "clerk-340104001001-1";

/** A day from today on, as forms take it. */
function day(ahead) {
  return new Date(Date.now() + ahead * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** Signs up and leads to the page of one's own. */
async function signUp(page, path, name, phone, button) {
  await page.goto(path);
  await page.getByLabel("姓名").fill(name);
  await page.getByLabel("手机号").fill(phone);
  await page.getByRole("button", { name: button }).click();
  await page.waitForURL(/\/t\//);
}

export default function together() {
  journey("together: the last place goes once, who waits moves up, hours count when both say the same, and the certificate can be checked", async (people) => {
    const team = await people.staff(TEAM);
    await team.goto(`${base()}/registers/activity/new`);
    const title = `清理楼道 ${Date.now() % 100_000}`;
    await team.locator("#f-activity").fill(title);
    await team.locator("select[name=service]").selectOption("environment");
    await team.locator("#f-on").fill(day(3));
    await team.locator("input[name=slot][value=morning]").check({ force: true });
    await team.locator("#f-where").fill("社区广场，上午九点");
    await team.locator("#f-wanted").fill("1");
    await team.locator("form.page-form .form-acts button").click();
    await team.waitForURL(/\/records\//);
    const activity = new URL(team.url()).pathname;

    const first = await people.resident();
    await first.goto(`${base()}/join?area=340104001001`);
    await open(first);
    await first.getByRole("link", { name: title }).click();
    await shows(first, "还有 1 个名额");
    await open(first);
    const path = first.url();
    await signUp(first, path, "李建国", "13987650001", "报名");
    await shows(first, "报名成功");
    await open(first);
    const second = await people.resident();
    await second.goto(path);
    await shows(second, "已报满");
    await signUp(second, path, "王秀英", "13987650002", "候补");
    await shows(second, "您在候补");

    await first.getByText("取消报名").first().click();
    await first.getByRole("button", { name: "取消报名" }).click();
    await shows(first, "您已取消报名");
    await second.reload();
    await shows(second, "报名成功");

    await team.goto(`${base()}${activity}?act=hold`);
    await team.locator("#f-took_part").fill("1");
    await team.locator("#act-form .form-acts button").click();
    await shows(team, "已举办");
    await second.reload();
    await second.locator("input[name=own_hours]").fill("3");
    await second.getByRole("button", { name: "填写我的时长" }).click();
    assert.equal(await second.getByRole("link", { name: "志愿服务证明" }).count(), 0, "one side alone is not certified");

    await team.goto(`${base()}${activity}`);
    const places = await team.locator(".record-parts a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    await team.goto(`${base()}${places.at(-1)}?act=team_says`);
    await team.locator("#f-team_hours").fill("3");
    await team.locator("#act-form .form-acts button").click();
    await shows(team, "时长已确认");

    await second.reload();
    await second.getByRole("link", { name: "志愿服务证明" }).click();
    await shows(second, "王秀英");
    await open(second);
    const number = await second.locator(".certificate .number").innerText();
    const code = await second.locator(".certificate code").innerText();
    const anyone = await people.somebody();
    await anyone.goto(`${base()}/certificate`);
    await open(anyone);
    await anyone.getByLabel("编号").fill(number);
    await anyone.getByLabel("校验码").fill(code);
    await anyone.getByLabel("姓名").fill("王秀英");
    await anyone.getByRole("button", { name: "核对" }).click();
    await shows(anyone, "证明属实");
  });

  journey("together: a clerk orders, takes up what the program proposes, and a refusal brings the need back", async (people) => {
    const clerk = await people.staff(CLERK);
    await clerk.goto(`${base()}/match`);
    await shows(clerk, "请对方承接");
    await open(clerk);
    const need = (await clerk.locator(".card h2 a").first().innerText()).trim();
    await clerk.getByRole("button", { name: "请对方承接" }).first().click();
    await shows(clerk, "待应答");
    await shows(clerk, need);
  });

  journey("together: a unit's year is one page, and the opinion goes to the employer as a document", async (people) => {
    const secretary = await people.staff(SECRETARY);
    await secretary.goto(`${base()}/year/unit`);
    await open(secretary);
    await secretary.locator(".p-items a").first().click();
    await shows(secretary, "共建协议");
    await open(secretary);

    await secretary.goto(`${base()}/registers/report_in`);
    const known = await secretary.locator("[data-item]").evaluateAll((items) => items.map((item) => item.getAttribute("data-item")));
    for (const id of known) {
      await secretary.goto(`${base()}/records/${id}?act=give_opinion`);
      if ((await secretary.locator(".marks-row").innerText()).includes("已报到")) break;
    }
    await secretary.locator("#f-opinion").fill("热心参加服务，居民反映好");
    await secretary.locator("#act-form .form-acts button").click();
    const [file] = await Promise.all([
      secretary.waitForEvent("download"),
      secretary.getByRole("button", { name: "社区综合评价意见函" }).click(),
    ]);
    const bytes = await readFile(await file.path());
    assert.equal(bytes.subarray(0, 2).toString(), "PK");
    assert.match(file.suggestedFilename(), /\.docx$/);
  });
}
