// One matter from a resident's words to a satisfied resident: every tier, a bad rating and its second chance.
import assert from "node:assert/strict";
import { photo } from "../lib/files.mjs";
import { DEMO, PHONE, base, journey, place } from "../lib/world.mjs";

const WORDS = "3号楼门前下水道堵了，污水往外冒，臭了三天";

export default function oneMatter() {
  journey("a resident's report goes up every tier, is handled, rated badly, put right and rated well", async (people) => {
    const at = await place();
    const resident = await people.resident();

    // Words, a photo and a place; no account.
    await resident.goto(`${base()}/report`);
    await resident.getByLabel("什么事").fill(WORDS);
    await resident.locator("#p-category input[value='people.utility.drain']").waitFor({ state: "attached" });
    await resident.locator("input[type=file]").setInputFiles(photo());
    await resident.locator(".shot input[name=photo]").waitFor({ state: "attached" });
    await mark(resident, at);
    await resident.locator("[data-send]", { hasText: "网格" }).click();
    await resident.getByText("收到了，已交给").waitFor();
    const number = await resident.locator(".thanks .number").innerText();
    assert.match(number, /^340104-\d{4}-\d{6}$/);
    await resident.getByRole("link", { name: "看办理进度" }).click();
    const track = resident.url();
    assert.match(track, /\/t\/[\w-]{16,}$/);
    await shows(resident, "网格员正在处理");
    assert.equal(await resident.locator(".photos img").count(), 1, "her photo is on the page");

    // The grid lead, on a phone.
    const lead = await people.staff(at.lead, { size: PHONE });
    await lead.goto(`${base()}/patrol`);
    await lead.getByRole("link", { name: WORDS.slice(0, 10) }).click();
    await lead.locator("#act-pass_to_community summary").click();
    await lead.locator("#act-pass_to_community textarea").fill("管道在地下，网格里处理不了");
    await lead.locator("#act-pass_to_community form button.btn-primary").click();
    await lead.waitForURL(/\/patrol(\?.*)?$/);
    await again(resident, "社区正在处理");
    const id = await recordId(people, at.clerk, number);

    // The community clerk at a desk.
    const clerk = await people.staff(at.clerk);
    await open(clerk, "to_accept", id);
    await clerk.keyboard.press("p");
    await clerk.locator("#act-form textarea[name=note]").fill("社区没有疏通设备");
    await clerk.locator("#act-form").getByRole("button", { name: "上报街道" }).click();
    await told(clerk, number, "上报街道");
    await again(resident, "街道正在处理");

    // The dispatcher reads the proposal and follows it with one key.
    const dispatcher = await people.staff(at.dispatcher);
    await open(dispatcher, "to_dispatch", id);
    const proposal = await dispatcher.locator("#detail .note.fine").innerText();
    assert.match(proposal, /建议派给.*排水/);
    assert.match(proposal, /权责清单 \d+\.\d/, "with the line of the list that says so");
    await dispatcher.keyboard.press("d");
    await told(dispatcher, number, "派单");
    await again(resident, "已派给承办单位");

    // The department takes it and handles it, with proof.
    const handler = await people.staff(DEMO.handler);
    await open(handler, "to_take", id);
    await handler.keyboard.press("t");
    await told(handler, number, "接单");
    await again(resident, "承办单位正在办理");
    await handled(handler, id, "to_handle", "已疏通三号楼前管道");
    await told(handler, number, "办理完成");
    await again(resident, "已办理，正在核实");

    await verified(dispatcher, id, number);
    await again(resident, "已办结，请您评价");

    // Not good enough: it comes back to the one who handled it, and the resident is told what happens.
    await rated(resident, 1, "昨晚又堵了");
    await shows(resident, "您不满意");
    await open(handler, "bad_ratings", id);
    await shows(handler, "昨晚又堵了");
    await handler.keyboard.press("c");
    await handler.locator("#act-form textarea[name=note]").fill("已致电，约定今天下午清洗管道");
    await handler.locator("#act-form button.btn-primary").click();
    await told(handler, number, "联系当事人");
    await again(resident, "正在整改");
    await handled(handler, id, "bad_ratings", "整段管道已高压清洗");
    await told(handler, number, "整改完成");
    await verified(dispatcher, id, number);

    await again(resident, "已办结，请您评价");
    await rated(resident, 5, "这次彻底好了");
    await shows(resident, "已评价，谢谢您");

    // Each public step stands on her page, and no name of anybody who works there.
    const lines = (await resident.locator(".timeline li").allInnerTexts()).join("\n");
    for (const step of ["已收到，交网格员处理", "网格员已上报社区", "社区已上报街道", "已派给", "已接单", "已办理：已疏通三号楼前管道", "经核实已办结", "您不满意", "已与您联系", "已整改：整段管道已高压清洗"]) {
      assert.ok(lines.replaceAll(",", "，").replaceAll(":", "：").includes(step), `“${step}” is among:\n${lines}`);
    }
  });
}

/** Marks the place as a person does who stands there: on the map. */
export async function mark(page, at) {
  await page.locator("[data-place-map].leaflet-container").waitFor();
  await page.evaluate(({ lon, lat }) => document.dispatchEvent(new CustomEvent("linli:place", { detail: { lon, lat, zoom: 17 } })), { lon: at.lon, lat: at.lat });
  await page.locator("[data-send]", { hasText: "交给" }).or(page.locator("[data-send]", { hasText: "Send" })).first().waitFor();
}

/** The id behind a number, by searching for it. */
export async function recordId(people, login, number) {
  const page = await people.staff(login);
  await page.goto(`${base()}/search?q=${number}`);
  const href = await page.locator("a[data-item]", { hasText: number }).getAttribute("href");
  await page.context().close();
  return (href ?? "").split("/").pop() ?? "";
}

/** Opens a record in a view of the desk. */
export async function open(page, view, id) {
  await page.goto(`${base()}/desk?register=case&view=${view}&id=${id}`);
  await page.locator("#detail .record").waitFor();
  await scripts(page);
}

/** The answer to an act: which matter, and what was done. */
export async function told(page, number, act) {
  await page.locator("#toasts .toast", { hasText: number }).filter({ hasText: act }).waitFor();
}

/** Keys work once the scripts do. */
export async function scripts(page) {
  await page.waitForFunction(() => document.readyState === "complete");
}

export async function shows(page, text) {
  // Packs may write half-width commas and colons.
  const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/，/g, "[，,]").replace(/：/g, "[：:]"));
  await page.getByText(pattern).filter({ visible: true }).first().waitFor();
}

export async function again(page, text) {
  await page.reload();
  await shows(page.locator(".state-card"), text);
}

async function handled(page, id, view, note) {
  await open(page, view, id);
  await page.keyboard.press("x");
  await page.locator("#act-form textarea[name=note]").fill(note);
  await page.locator("#act-form input[type=file]").setInputFiles(photo("after.png", [70, 140, 90]));
  await page.locator("#act-form button.btn-primary").click();
}

async function verified(page, id, number) {
  await open(page, "to_verify", id);
  await page.keyboard.press("v");
  await told(page, number, "核实办结");
}

async function rated(page, score, note) {
  await page.locator(`.faces input[value="${score}"]`).check({ force: true });
  await page.locator("#f-rate-note").fill(note);
  await page.getByRole("button", { name: "提交评价" }).click();
  await page.getByText("评价已收到").first().waitFor();
}
