// Residents: the form without JavaScript, mistakes that lose nothing, one report however often it is pressed, photos that are refused.
import assert from "node:assert/strict";
import { huge, pdf, photo } from "../lib/files.mjs";
import { PHONE, act, base, get, journey, place, reported } from "../lib/world.mjs";
import { again, mark, shows } from "./case.mjs";

export default function residents() {
  journey("a resident reports without JavaScript, and what was typed survives a mistake", async (people) => {
    const at = await place();
    const page = await people.resident({ script: false });
    await page.goto(`${base()}/report`);
    await page.locator("#f-description").fill("小区门口路灯坏了五天，晚上看不见路");
    await page.locator("input[type=file]").setInputFiles(photo());
    await page.locator(".who summary").click();
    await page.locator("#f-phone").fill("1234");
    await page.locator("#f-name").fill("王女士");
    await page.locator("[data-send]").click();

    // Everything wrong is said at once, in a list that leads to the fields.
    const errors = page.locator(".errors");
    await errors.waitFor();
    const said = await errors.innerText();
    assert.match(said, /手机号/);
    assert.match(said, /位置/);
    assert.equal(await page.locator("#f-description").inputValue(), "小区门口路灯坏了五天，晚上看不见路");
    assert.equal(await page.locator("#f-name").inputValue(), "王女士");
    assert.equal(await page.locator("#f-phone").inputValue(), "1234");
    assert.equal(await page.locator("input[name=photo]").count(), 1, "the photo is kept as well");

    await page.locator("#f-phone").fill("13900000001");
    await page.locator(".by-area summary").click();
    await page.locator("#f-area").selectOption(at.community);
    await page.locator("[data-send]").click();
    await shows(page, "收到了，已交给");
    await shows(page, "139****0001");
    await page.getByRole("link", { name: "看办理进度" }).click();
    await shows(page, "社区正在处理");
  });

  journey("anybody sees what goes on nearby, without anybody's words, and joins a matter", async (people) => {
    const at = await place();
    await reported(at, "路灯坏了，王秀英家门口一片漆黑");
    const page = await people.resident();
    await page.goto(`${base()}/report`);
    await page.getByRole("link", { name: "身边的事" }).click();
    await page.locator("select[name=area]").selectOption(at.community);
    await page.getByRole("button", { name: "查看" }).click();
    const first = page.locator(".p-items.public li").first();
    await first.waitFor();
    assert.doesNotMatch(await page.locator("main").innerText(), /王秀英|漆黑/, "nothing of what people wrote");
    await page.locator(".leaflet-marker-icon").first().waitFor();
    await first.getByRole("button", { name: /我也遇到了/ }).click();
    await page.getByRole("link", { name: "看办理进度" }).click();
    assert.doesNotMatch(await page.locator("main").innerText(), /王秀英|漆黑/, "who joins does not read it either");
  });

  journey("a report in English speaks English to its end", async (people) => {
    const at = await place();
    const page = await people.resident({ lang: "en" });
    await page.goto(`${base()}/report`);
    await page.locator("#f-description").fill("Rubbish has piled up behind building 5 since Monday");
    await mark(page, at);
    await page.locator("[data-send]").click();
    await page.getByRole("link", { name: "See how it goes" }).click();
    await shows(page, "Your grid lead is on it");
    const words = (await page.locator("main").innerText()).replace(/[\s\S]*?(?=Your grid lead)/, "");
    assert.doesNotMatch(words.replace(/蜀山区|\p{Script=Han}*(街道|社区|网格|镇|路|号|小区|苑)\p{Script=Han}*/gu, ""), /\p{Script=Han}{4}/u, "nothing but names of places is Chinese");
  });

  journey("pressing the button twice makes one report", async (people) => {
    const at = await place();
    const page = await people.resident();
    await page.goto(`${base()}/report`);
    await page.locator("#f-description").fill("人行道地砖松了，老人差点摔倒");
    await mark(page, at);
    await page.locator("[data-send]").dblclick();
    await shows(page, "收到了，已交给");
    const first = await page.locator(".thanks .number").innerText();
    assert.match(first, /^340104-/);
    assert.equal((await get(at.lead, "/patrol")).split("人行道地砖松了").length - 1, 1, "the grid lead has it once");
  });

  journey("a photo of 40 MB and a document called .jpg are refused in clear words, and the report still goes", async (people) => {
    const at = await place();
    const page = await people.resident({ script: false });
    await page.goto(`${base()}/report`);
    await page.locator("#f-description").fill("楼道里堆满杂物，消防通道堵了");
    await page.locator(".by-area summary").click();
    await page.locator("#f-area").selectOption(at.community);
    await page.locator("input[type=file]").setInputFiles([huge(), pdf(), photo("good.png")]);
    await page.locator("[data-send]").click();
    const field = page.locator(".field", { has: page.locator("#f-photos") });
    await shows(field, "第 1 张照片太大（最大 15 MB），没有收下");
    await shows(field, "第 2 个文件不是照片，没有收下");
    assert.equal(await page.locator("#f-description").inputValue(), "楼道里堆满杂物，消防通道堵了");
    assert.equal(await page.locator("input[name=photo]").count(), 1, "the good one is kept");
    await page.locator("[data-send]").click();
    await shows(page, "收到了，已交给");
  });

  journey("with JavaScript a bad photo is named at once, can be taken away, and holds nothing else back", async (people) => {
    const at = await place();
    const page = await people.resident();
    await page.goto(`${base()}/report`);
    await page.locator("#f-description").fill("绿化带里的树倒了，挡住人行道");
    await page.locator("input[type=file]").setInputFiles(pdf());
    await shows(page.locator(".shots-note"), "不是照片");
    await page.locator(".shot.failed [data-shot-remove]").click();
    await mark(page, at);
    await page.locator("[data-send]").click();
    await shows(page, "收到了，已交给");
  });

  journey("a place outside the district is said before and after sending, and can be put right", async (people) => {
    const at = await place();
    const page = await people.resident();
    await page.goto(`${base()}/report`);
    await page.locator("#f-description").fill("河边护栏断了一截，很危险");
    const move = (lon, lat) => page.evaluate(([x, y]) => document.dispatchEvent(new CustomEvent("linli:place", { detail: { lon: x, lat: y, zoom: 15 } })), [lon, lat]);
    await page.locator("[data-place-map].leaflet-container").waitFor();
    await move(116.4, 39.9);
    await shows(page.locator("#p-place"), "这个位置不在本区");
    await page.locator("[data-send]").click();
    await shows(page.locator(".errors"), "这个位置不在本区");
    assert.equal(await page.locator("#f-description").inputValue(), "河边护栏断了一截，很危险");
    await page.locator("[data-place-map].leaflet-container").waitFor();
    await move(at.lon, at.lat);
    await page.locator("[data-send]", { hasText: "网格" }).click();
    await shows(page, "收到了，已交给");
  });

  journey("a resident stands where it is: one press finds the place, and nothing asks before", async (people) => {
    const at = await place();
    const page = await people.resident({ at: { longitude: at.lon, latitude: at.lat } });
    await page.goto(`${base()}/report`);
    assert.equal(await page.locator("#f-lon").inputValue(), "", "no position is read by itself");
    await page.locator("#f-description").fill("共享单车把盲道占满了");
    await page.locator("[data-here]").click();
    await shows(page, "已标在地图上");
    await page.locator("[data-send]", { hasText: "网格" }).click();
    await shows(page, "收到了，已交给");
  });

  journey("a neighbour follows a matter already reported instead of reporting it again", async (people) => {
    const at = await place();
    const matter = await reported(at, "水管爆裂，门口路面全是水");
    const page = await people.resident();
    await page.goto(`${base()}/report`);
    await page.locator("#f-description").fill("水管爆裂，路面上全是水");
    await mark(page, at);
    await page.getByRole("button", { name: "是同一件事，跟进它" }).click();
    await shows(page, "已跟进同一件事");
    await page.getByRole("link", { name: "看办理进度" }).click();
    await shows(page, matter.number);
    await act(at.clerk, matter.id, "accept");
    await again(page, "社区正在处理");
    assert.equal((await page.locator("body").innerText()).includes("门口路面全是水"), false, "another's own words are not shown to a follower");
  });

  journey("a resident adds words and a photo later, and whoever holds the matter sees them", async (people) => {
    const at = await place();
    const matter = await reported(at, "电梯三天两头停，老人下不了楼", { phone: "13900000002", name: "李先生" });
    const page = await people.resident();
    await page.goto(base() + matter.link);
    await page.locator("#add summary").click();
    await page.locator("#f-note").fill("今天又关人了，困了二十分钟");
    await page.locator("#add input[type=file]").setInputFiles(photo());
    await page.locator("#add .shot input[name=photo]").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "补充上去" }).click();
    await shows(page, "补充已收到");
    await shows(page.locator(".timeline"), "今天又关人了");
    const lead = await people.staff(at.lead, { size: PHONE });
    await lead.goto(`${base()}/patrol/${matter.id}`);
    await shows(lead.locator(".timeline"), "今天又关人了");
    const seen = await lead.locator("main").innerText();
    assert.equal(seen.includes("13900000002") || seen.includes("李先生"), false, "personal data is masked");
  });

  journey("a tracking link that does not exist says so and leads on", async (people) => {
    people.expect(/status of 404/);
    const page = await people.resident();
    const answer = await page.goto(`${base()}/t/abcdefghijklmnopqrstuvwx`);
    assert.equal(answer?.status(), 404);
    await shows(page, "没有找到");
    await page.locator("main a[href='/report'], a[href='/report']").first().waitFor();
  });
}
