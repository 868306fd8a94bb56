// Supervisors: every number opens its records and agrees with them; the wall shows nothing about anybody.
import assert from "node:assert/strict";
import { DEMO, base, journey } from "../lib/world.mjs";
import { shows } from "./case.mjs";

/** The year of the demo ends before today: the board is asked for a month of it. */
const MONTH = "from=2026-02-01&to=2026-02-28";

export default function supervisors() {
  journey("every count of areas and categories on the board opens exactly so many records", async (people) => {
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/board?${MONTH}`);
    // Counts of the made-up month only: what is open now changes while other journeys run.
    const counted = await page.locator("main a[href*='/registers/case'][href*='from=']").evaluateAll((all) =>
      all.flatMap((link) => {
        const own = (link.textContent ?? "").trim();
        const beside = (link.closest("th")?.nextElementSibling ?? link.parentElement?.querySelector(":scope > b"))?.textContent?.trim() ?? "";
        const text = /^[\d,]+$/.test(own) ? own : beside;
        return /^[\d,]+$/.test(text) ? [{ href: link.getAttribute("href") ?? "", label: link.getAttribute("aria-label") ?? own, text }] : [];
      }),
    );
    assert.ok(counted.length >= 5, `the board's counts open records (${counted.length})`);
    for (const { href, label, text } of counted.slice(0, 16)) {
      await page.goto(base() + href);
      const said = /(?:共|all)?\s*([\d,]+)\s*条/.exec(await page.locator(".page-head").innerText())?.[1] ?? "";
      assert.equal(said.replaceAll(",", ""), text.replaceAll(",", ""), `${label || href} opens its records`);
    }
  });

  journey("every figure on the board says how it is reckoned, and the first opens its records", async (people) => {
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/board?${MONTH}`);
    const cards = page.locator(".fig");
    assert.ok((await cards.count()) >= 3);
    for (const formula of await cards.locator(".formula").allInnerTexts()) assert.ok(formula.trim().length > 3, "each figure says how it is reckoned");
    const first = cards.first();
    await first.locator(".value a").click();
    await page.waitForURL(/\/registers\/case/);
    await page.locator("[data-list] [data-item]").first().waitFor();
  });

  journey("a supervisor reads a rate by each version of its formula, in the month when the older one was in force, and takes it along", async (people) => {
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/board?${MONTH}`);
    await page.locator(".fig .formula a[href*='/board/rates/satisfaction']").click();
    await page.locator("h1", { hasText: "满意率" }).waitFor();
    const version = (name) => page.locator("tbody tr", { has: page.locator("th", { hasText: name }) }).first();
    await shows(version("2026-2"), "看板按此显示");
    await shows(version("2025-1"), "至 2025-12-31");
    await page.goto(`${base()}/board/rates/satisfaction?from=2025-12-01&to=2025-12-31`);
    await shows(version("2025-1"), "看板按此显示");
    const number = (text) => Number(/÷ ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", "") ?? "0");
    const over = [number(await version("2026-2").innerText()), number(await version("2025-1").innerText())];
    assert.ok(over[0] > 0 && over[1] >= over[0], `what was left out counts by the older version (${over})`);
    const file = await page.context().request.get(base() + (await page.locator("a[href*='.csv']").getAttribute("href")));
    const bytes = await file.body();
    assert.equal(bytes.subarray(0, 3).toString("hex"), "efbbbf", "spreadsheets read it as UTF-8");
    const lines = bytes.toString("utf8").trim().split("\r\n");
    assert.ok(lines.length >= 5 && lines.length % 2 === 1, `a line for each area and version (${lines.length})`);
    const english = await people.staff(DEMO.supervisor, { lang: "en" });
    await english.goto(`${base()}/board/rates/satisfaction?from=2025-12-01&to=2025-12-31`);
    await shows(english, "until 2025-12-31");
  });

  journey("a supervisor drills down from the district to a subdistrict and a community, and comes back", async (people) => {
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/board?${MONTH}`);
    const street = page.locator(".b-areas tbody th a").first();
    const name = (await street.innerText()).trim();
    await street.click();
    await page.locator("h1", { hasText: name }).waitFor();
    const community = page.locator(".b-areas tbody th a").first();
    const below = (await community.innerText()).trim();
    await community.click();
    await page.locator("h1", { hasText: below }).waitFor();
    await page.locator(".crumbs a").first().click();
    await page.locator("h1", { hasText: "蜀山区" }).waitFor();
  });

  journey("a supervisor reads a month's analysis, opens the records behind its numbers and takes the brief along", async (people) => {
    const page = await people.staff(DEMO.supervisor);
    await page.goto(`${base()}/board/analysis?month=2026-02`);
    await page.locator("h1", { hasText: "民情分析" }).waitFor();
    assert.equal(await page.locator("details.how").count(), 5, "every chapter says how it is counted");
    await page.locator("details.how summary").first().click();
    await shows(page, "Benjamini–Hochberg");
    const counted = await page.locator("td.num a[href*='/registers/case']").evaluateAll((all) =>
      all.map((link) => ({ href: link.getAttribute("href") ?? "", text: (link.textContent ?? "").trim() })).filter(({ text }) => /^[\d,]+$/.test(text)),
    );
    for (const { href, text } of counted.slice(0, 6)) {
      await page.goto(base() + href);
      const said = /(?:共|all)?\s*([\d,]+)\s*条/.exec(await page.locator(".page-head").innerText())?.[1] ?? "";
      assert.equal(said.replaceAll(",", ""), text.replaceAll(",", ""), `${href} opens its records`);
    }
    await page.goto(`${base()}/board/analysis?month=2026-02`);
    for (const form of ["docx", "xlsx"]) {
      const href = await page.locator(`a[href*='brief.${form}']`).getAttribute("href");
      const file = await page.context().request.get(base() + href);
      assert.equal(file.status(), 200);
      assert.equal((await file.body()).subarray(0, 2).toString(), "PK", `${form} is a file that offices open`);
    }
  });

  journey("whoever calls back reads whom the program draws, what to ask and the five levels", async (people) => {
    const page = await people.staff(DEMO.clerk);
    await page.goto(`${base()}/call-backs`);
    await shows(page, "谁也不能挑选");
    assert.equal(await page.locator("ol li.badge").count(), 5);
    assert.doesNotMatch(await page.locator("main").innerText(), /1[3-9]\d{9}/, "numbers are masked");
  });

  journey("the wall shows figures, no words of residents, no names, no links", async (people) => {
    const page = await people.staff(DEMO.supervisor, { size: { width: 1920, height: 1080 } });
    await page.goto(`${base()}/wall`);
    await page.locator(".wall .fig").first().waitFor();
    const text = await page.locator("body").innerText();
    assert.doesNotMatch(text, /1[3-9]\d[\d*]{8}/, "no phone numbers");
    assert.doesNotMatch(text, /先生|女士|阿姨|大爷/, "no forms of address");
    assert.equal(await page.locator("main a[href*='/records/']").count(), 0);
    const titles = await page.evaluate(async () => {
      const html = await (await fetch("/registers/case?light=late")).text();
      return [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-item]")].map((item) => (item.textContent ?? "").trim());
    });
    for (const title of titles.filter((title) => title.length > 8)) assert.equal(text.includes(title), false, `“${title}” is a resident's own words`);
    const tall = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    assert.ok(tall <= 0, `it fits the wall (${tall} px too tall)`);
  });

  journey("who may not see the board is told what to do next", async (people) => {
    people.expect(/status of 403/);
    const page = await people.staff(DEMO.volunteer);
    const answer = await page.goto(`${base()}/board`);
    assert.equal(answer?.status(), 403);
    await shows(page, "您没有这个权限");
    await page.locator("main a").first().waitFor();
  });
}
