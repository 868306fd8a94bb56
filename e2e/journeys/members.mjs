// Members who tell their community that they live there: on a phone, without an account; looked up, enrolled by one act, never twice.
import assert from "node:assert/strict";
import { barriers } from "../lib/axe.mjs";
import { base, journey } from "../lib/world.mjs";
import { shows } from "./case.mjs";

const COMMUNITY = "340104001001";
const IDENTITY = "11010519491231002X";

/** Fills the form in and sends it. */
async function tell(page, { phone, identity = IDENTITY }) {
  await page.goto(`${base()}/report`);
  await page.getByRole("link", { name: "流动党员、未登记党员报到" }).click();
  await page.getByLabel("姓名").fill("陈三");
  await page.getByLabel("手机号").fill(phone);
  await page.getByLabel("身份证号", { exact: false }).first().fill(identity);
  await page.getByLabel("组织关系所在党支部").fill("庐江县某乡党支部");
  await page.locator(`input[name=area][value="${COMMUNITY}"]`).evaluate((radio) => {
    radio.closest("details")?.setAttribute("open", "");
    radio.click();
  });
  await page.getByLabel("我同意所在社区党组织").check({ force: true });
  await page.getByRole("button", { name: "报到" }).click();
}

export default function members() {
  journey("members: somebody tells their community that they are a member, is enrolled by one act and led to the same record when they tell it again", async (people) => {
    const page = await people.resident();
    await page.goto(`${base()}/fill/self_registration`);
    assert.deepEqual(await barriers(page), []);
    await tell(page, { phone: "13987650888", identity: "110105194912310021" });
    await shows(page, "校验位");
    assert.equal(await page.getByLabel("组织关系所在党支部").inputValue(), "庐江县某乡党支部", "what was typed stays");
    assert.deepEqual(await barriers(page), []);
    await tell(page, { phone: "13987650888" });
    const number = await page.locator(".thanks .number").innerText();
    assert.match(number, /^Y\d{4}-\d{5}$/);
    assert.deepEqual(await barriers(page), []);
    await page.getByRole("link", { name: "看办理进度" }).click();
    await shows(page, "社区党组织正在核对");

    const again = await people.resident();
    await tell(again, { phone: "13987650888" });
    assert.equal(await again.locator(".thanks .number").innerText(), number);

    const secretary = await people.staff(`secretary-${COMMUNITY}`);
    await secretary.goto(`${base()}/registers/self_registration`);
    await secretary.getByText(number).first().click();
    await shows(secretary, "庐江县某乡党支部");
    assert.ok(!(await secretary.content()).includes(IDENTITY));
    await secretary.goto(`${base()}/registers/self_registration?show=list`);
    const href = await secretary.locator("a", { hasText: number }).first().getAttribute("href");
    const id = /records\/([0-9a-f-]{36})|item=([0-9a-f-]{36})/.exec(href ?? "");
    await secretary.goto(`${base()}/records/${id?.[1] ?? id?.[2]}?act=enrol`);
    await secretary.getByLabel("名册编号").fill("MY-117");
    await secretary.locator("input[name=class][value=floating]").check({ force: true });
    await secretary.locator("input[name=belongs][value=resident]").check({ force: true });
    await secretary.getByRole("button", { name: "补登入册" }).last().click();
    await shows(secretary, "已纳入管理");
    await secretary.goto(`${base()}/search?q=MY-117`);
    await shows(secretary, "MY-117");
    await page.reload();
    await shows(page, "已纳入社区党组织管理");
  });
}
