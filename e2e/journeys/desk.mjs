// Dispatchers: a list that keeps its place, the keyboard, reviews, and two people on one matter.
import assert from "node:assert/strict";
import { DEMO, DESK, act, base, journey, place, reported } from "../lib/world.mjs";
import { open, scripts, shows, told } from "./case.mjs";

/** A matter that has come up to the subdistrict. */
async function atStreet(at, words, more) {
  const matter = await reported(at, words, more);
  await act(at.lead, matter.id, "pass_to_community", { note: "网格办不了" });
  await act(at.clerk, matter.id, "pass_to_street", { note: "社区办不了" });
  return matter;
}

/** A matter that the drainage department handles. */
async function handling(at, words) {
  const matter = await atStreet(at, words, { category: "people.utility.drain" });
  const handler = DEMO.handler;
  await act(at.dispatcher, matter.id, "dispatch", { body: "340104:dept_drainage" });
  await act(handler, matter.id, "take");
  return matter;
}

export default function dispatchers() {
  journey("j, k and Enter walk the desk's list, and / goes to the search", async (people) => {
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/registers/case`);
    await scripts(page);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-item"));
    const items = await page.locator("[data-list] [data-item]").evaluateAll((all) => all.map((one) => one.getAttribute("data-item")));
    assert.ok(items.length > 5);
    await page.keyboard.press("j");
    const first = await focused();
    await page.keyboard.press("j");
    assert.equal(await focused(), items[items.indexOf(first) + 1]);
    await page.keyboard.press("k");
    assert.equal(await focused(), first);
    await page.keyboard.press("Enter");
    await page.locator("#detail .record").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#detail .record").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "q");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.locator("dialog#help[open]").waitFor();
  });

  journey("a list keeps its place when a matter far down is opened and acted on", async (people) => {
    const at = await place();
    for (let n = 0; n < 14; n += 1) await atStreet(at, `第${n + 1}处围墙开裂，砖块松动，路过要小心`);
    const page = await people.staff(at.dispatcher, { size: { width: 1366, height: 500 } });
    await page.goto(`${base()}/desk?register=case&view=to_dispatch`);
    await scripts(page);
    const last = page.locator("#list [data-item]").nth(12);
    const title = (await last.locator(".item-title > span").first().innerText()).trim();
    await last.scrollIntoViewIfNeeded();
    const place1 = await page.locator("#list").evaluate((list) => list.scrollTop);
    assert.ok(place1 > 0, "the list scrolls by itself");
    await last.click();
    await shows(page.locator("#detail-title"), title);
    const number = await page.locator("#detail .number").innerText();
    assert.equal(await page.locator("#list").evaluate((list) => list.scrollTop), place1);
    await page.keyboard.press("b");
    await page.locator("#act-form textarea[name=note]").fill("先请社区看看围墙归谁");
    await page.locator("#act-form button.btn-primary, #act-form button.btn-danger").first().click();
    await told(page, number, "退回社区");
    const place2 = await page.locator("#list").evaluate((list) => list.scrollTop);
    assert.ok(Math.abs(place2 - place1) < 120, `the list stayed near ${place1}: ${place2}`);
  });

  journey("more time is asked for, reviewed by another, and the resident is told why", async (people) => {
    const at = await place();
    const matter = await handling(at, "雨水管断了，一下雨院子就积水");
    const handler = await people.staff(DEMO.handler);
    await open(handler, "to_handle", matter.id);
    await handler.keyboard.press("e");
    await handler.locator("#act-form input[name=workdays]").fill("5");
    await handler.locator("#act-form textarea[name=note]").fill("管材要定制，周五到货");
    await handler.locator("#act-form button.btn-primary").click();
    await told(handler, matter.number, "申请延期");
    const dispatcher = await people.staff(at.dispatcher);
    await dispatcher.goto(`${base()}/records/${matter.id}`);
    await shows(dispatcher.locator("#detail"), "管材要定制，周五到货");
    await dispatcher.locator("#detail").getByRole("button", { name: "同意", exact: false }).first().click();
    await told(dispatcher, matter.number, "同意");
    const resident = await people.resident();
    await resident.goto(base() + matter.link);
    await shows(resident.locator(".timeline"), "经审核延期");
  });

  journey("a department returns a matter once with its reason; the subdistrict sends it to another", async (people) => {
    const at = await place();
    const matter = await handling(at, "化粪池满了，粪水流到路上");
    const handler = await people.staff(DEMO.handler);
    await open(handler, "to_handle", matter.id);
    await handler.keyboard.press("r");
    await handler.locator("#act-form button.btn-danger").click();
    await handler.locator("#act-form textarea[name=note]:invalid, .errors").first().waitFor();
    await handler.locator("#act-form textarea[name=note]").fill("小区内部管网，归物业主管部门");
    await handler.locator("#act-form input[name=returned_for]").first().check({ force: true });
    await handler.locator("#act-form button.btn-danger").click();
    await told(handler, matter.number, "退回");
    const dispatcher = await people.staff(at.dispatcher);
    await open(dispatcher, "to_redispatch", matter.id);
    await shows(dispatcher.locator("#detail"), "归物业主管部门");
    await dispatcher.locator("#detail a[href*='act=redispatch']").first().click();
    const form = dispatcher.locator("#act-form");
    await form.locator("input[name=body][value$='dept_housing']").check({ force: true });
    await form.locator("button.btn-primary").click();
    await told(dispatcher, matter.number, "重新派单");
  });

  journey("a supervisor puts a matter under supervision, and it is marked for everybody who works on it", async (people) => {
    const at = await place();
    const matter = await handling(at, "污水井冒水，一周没人修");
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/records/${matter.id}`);
    await scripts(page);
    await page.keyboard.press("o");
    await page.locator("#act-form textarea[name=note]").fill("一周未修，请今日到场");
    await page.locator("#act-form button.btn-primary, #act-form .form-acts button").first().click();
    await told(page, matter.number, "督办");
    const handler = await people.staff(DEMO.handler);
    await open(handler, "to_handle", matter.id);
    await shows(handler.locator("#detail .marks-row"), "督办");
  });

  journey("two dispatchers on one matter: the second is told that it has changed, and keeps what was typed", async (people) => {
    const at = await place();
    const matter = await atStreet(at, "广告牌被风吹歪了，随时会掉");
    const second = await people.staff(at.dispatcher);
    await open(second, "to_dispatch", matter.id);
    await second.keyboard.press("p");
    const note = second.locator("#act-form textarea[name=note]");
    await note.fill("涉及几个部门，请区里协调");
    await act(`dispatch-${at.street}-2`, matter.id, "contact", { note: "已电话联系当事人" });
    // It is said while the form is open, without touching the form.
    await second.locator("[data-changed]").filter({ visible: true }).waitFor();
    assert.equal(await note.inputValue(), "涉及几个部门，请区里协调");
    await second.locator("#act-form button.btn-primary, #act-form .form-acts button").first().click();
    await shows(second.locator("#detail .errors, #toasts, #detail"), "这件事刚被别人动过");
    assert.equal(await second.locator("#act-form textarea[name=note]").inputValue(), "涉及几个部门，请区里协调");
    await second.locator("#act-form .form-acts button").first().click();
    await told(second, matter.number, "上报区中心");
  });

  journey("a list updates by itself when somebody else acts", async (people) => {
    const at = await place();
    const page = await people.staff(at.dispatcher);
    await page.goto(`${base()}/desk?register=case&view=to_dispatch`);
    await scripts(page);
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    const matter = await atStreet(at, "河道里漂着死鱼，味道很大");
    await page.locator("#list [data-item]", { hasText: "河道里漂着死鱼" }).waitFor();
    assert.equal(await page.evaluate(() => "stayed" in window), true, "without loading the page again");
    await act(`dispatch-${at.street}-2`, matter.id, "send_to_community", { note: "请先核实河段" });
    await page.locator("#list [data-item]", { hasText: "河道里漂着死鱼" }).waitFor({ state: "detached" });
  });

  journey("personal data is masked, and shown only for a purpose", async (people) => {
    const at = await place();
    const matter = await reported(at, "楼上装修砸墙，墙面开裂", { name: "赵小明", phone: "13900000003" });
    const page = await people.staff(at.clerk, { size: DESK });
    await page.goto(`${base()}/records/${matter.id}`);
    const text = () => page.locator("#detail").innerText();
    assert.equal(/13900000003|赵小明/.test(await text()), false);
    const reveal = page.locator("details.reveal").first();
    await reveal.locator("summary").click();
    await reveal.getByText("联系反映人了解情况").click();
    await reveal.getByRole("button", { name: "查看" }).click();
    await shows(page.locator("#detail"), "13900000003");
    await page.reload();
    await shows(page.locator("#detail .timeline"), "查看了个人信息");
    assert.equal((await text()).includes("13900000003"), false, "once only");
  });
}
