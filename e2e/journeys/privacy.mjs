// People by their numbers: found in one box without the number in any address, and noted. And what a person may ask: a copy, erasure.
import assert from "node:assert/strict";
import { barriers } from "../lib/axe.mjs";
import { DEMO, PHONE as PHONE_SIZE, base, journey, place } from "../lib/world.mjs";
import { mark, scripts, shows } from "./case.mjs";

const PHONE = "13987650431";
const WORDS = "单元门口路灯一闪一闪，看不清台阶";

/** Somebody reports and leaves a number. */
async function reported(people, phone, words) {
  const at = await place();
  const page = await people.resident();
  await page.goto(`${base()}/report`);
  await page.getByLabel("什么事").fill(words);
  await page.locator("details", { has: page.locator("#f-phone") }).evaluate((details) => details.setAttribute("open", ""));
  await page.locator("#f-phone").fill(phone);
  await mark(page, at);
  await page.locator("[data-send]", { hasText: "网格" }).click();
  await page.getByText("收到了，已交给").waitFor();
  return page.locator(".thanks .number").innerText();
}

export default function privacy() {
  journey("a phone number finds its record from the box, stands in no address, and the look is in the journal", async (people) => {
    const number = await reported(people, PHONE, WORDS);
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/home`);
    await scripts(page);
    await page.keyboard.press("/");
    await page.keyboard.type(PHONE);
    await page.keyboard.press("Enter");
    await shows(page, number);
    await shows(page, "会记入操作日志");
    assert.ok(!page.url().includes(PHONE), page.url());
    await page.goto(`${base()}/search?q=${PHONE}`);
    await shows(page, "号码不放在网址里");
    const auditor = await people.staff(DEMO.auditor);
    await auditor.goto(`${base()}/admin/journal`);
    await shows(auditor, "按手机号找人");
    assert.ok(!(await auditor.content()).includes(PHONE));
  });

  journey("privacy: a request for erasure is taken in by one officer, carried out by another, and the name is nowhere any more", async (people) => {
    const phone = "13987650777";
    const words = `信报箱门坏了，请打${phone}`;
    const number = await reported(people, phone, words);
    const first = await people.staff(DEMO.officer);
    await first.goto(`${base()}/privacy`);
    await first.getByLabel("手机号或身份证号").fill(phone);
    await first.getByLabel("请求依据").fill("本人到窗口申请");
    await first.locator("input[name=kind][value=erase]").check({ force: true });
    await first.locator("input[name=proof][value=card]").check({ force: true });
    await first.getByRole("button", { name: "受理并查找" }).click();
    await shows(first, number);
    await shows(first, "受理人不能自己执行删除");
    assert.ok(!(await first.content()).includes(phone));
    assert.deepEqual(await barriers(first), []);
    const second = await people.staff(DEMO.secondOfficer, { size: PHONE_SIZE });
    await second.goto(first.url());
    await second.getByRole("button", { name: "在此显示" }).click();
    await shows(second, phone);
    assert.deepEqual(await barriers(second), []);
    await second.getByLabel("已告知本人").check({ force: true });
    await second.getByRole("button", { name: "永久删除" }).click();
    await shows(second, "已删除");
    assert.ok(!(await second.content()).includes("0777"));
    const desk = await people.staff(DEMO.supervisor);
    await desk.goto(`${base()}/search?q=信报箱门坏了`);
    await shows(desk, "信报箱门坏了，请打▇▇");
    assert.ok(!(await desk.content()).includes(phone));
  });

  journey("privacy: how long personal data is kept stands on a page, with the clause and what runs out next", async (people) => {
    for (const size of [undefined, PHONE_SIZE]) {
      const page = await people.staff(DEMO.officer, { size });
      await page.goto(`${base()}/privacy`);
      await page.getByRole("link", { name: "个人信息保存期限" }).click();
      await shows(page, "办结后 1095 天");
      await shows(page, "个人信息保护法 第十九条");
      await shows(page, "至少 10950 天");
      assert.deepEqual(await barriers(page), []);
    }
  });
}
