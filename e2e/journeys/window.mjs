// The service window of a place with a catalogue (Xuchang): residents find out what to bring, apply, book and queue on a phone without an account; the
// clerk calls the next number, goes through the papers and hands out a receipt; the wall shows numbers and nothing about anybody.
import assert from "node:assert/strict";
import { barriers } from "../lib/axe.mjs";
import { PASSWORD, serve } from "../lib/server.mjs";
import { DESK, PHONE, journey } from "../lib/world.mjs";
import { shows } from "./case.mjs";

const COMMUNITY = "411002006003";

/** Runs a story against a place of its own, and stops it whatever becomes of the story. */
async function inXuchang(people, story) {
  // A page that listens for changes is told off when its server stops.
  people.expect(/\/live$/);
  const { base, stop } = await serve({ place: "xuchang", cases: 30 });
  try {
    await story(base);
  } finally {
    await stop();
  }
}

/** Signs in through the login page. */
async function signIn(page, base, login) {
  await page.goto(`${base}/login`);
  await page.locator("#f-login").fill(login);
  await page.locator("#f-password").fill(PASSWORD);
  await page.locator(".page-form button, form button.btn-primary").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

/** Ticks a choice that lies in a group which is closed. */
async function pick(page, selector) {
  await page.locator(selector).first().evaluate((radio) => {
    radio.closest("details")?.setAttribute("open", "");
    radio.click();
  });
}

/** A page in both sizes: no barrier, nothing that scrolls sideways. */
async function fits(page, path) {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    const answer = await page.goto(path);
    assert.equal(answer?.status(), 200, path);
    assert.deepEqual(await barriers(page), [], `${path} at ${size.width}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wider <= 0, `${path} at ${size.width} scrolls sideways by ${wider} px`);
  }
}

export default function serviceWindow() {
  journey("window: a resident finds a service by its initials, applies on the phone and is led back to what is missing", (people) =>
    inXuchang(people, async (base) => {
      const page = await people.resident();
      await page.goto(`${base}/services`);
      await page.getByLabel("查找服务事项").fill("lnz");
      await page.getByRole("button", { name: "查找" }).click();
      await page.getByRole("link", { name: "老年人优待证办理" }).click();
      await shows(page, "近期免冠一寸照片");
      await page.getByRole("link", { name: "网上申请" }).click();
      await page.getByLabel("申请人姓名").fill("李建国");
      await page.getByLabel("手机号").fill("123");
      await page.locator("form").evaluate((form) => form.setAttribute("novalidate", ""));
      await page.getByRole("button", { name: "网上申请" }).click();
      await shows(page, "请选择所在社区");
      assert.equal(await page.getByLabel("申请人姓名").inputValue(), "李建国", "what was typed stays");
      assert.deepEqual(await barriers(page), []);
      await page.getByLabel("手机号").fill("13987650001");
      await pick(page, `input[name=area][value="${COMMUNITY}"]`);
      await page.getByRole("button", { name: "网上申请" }).click();
      assert.match(await page.locator(".thanks .number").innerText(), /^FW\d{4}-\d{5}$/);
      await page.getByRole("link", { name: "看办理进度" }).click();
      await shows(page, "正在预审");
    }),
  );

  journey("window: somebody takes a number, the clerk calls it to a window, takes the application in with its papers and prints a receipt", (people) =>
    inXuchang(people, async (base) => {
      const phone = await people.resident();
      await phone.goto(`${base}/services/elder_card/ticket/take`);
      await pick(phone, `input[name=area][value="${COMMUNITY}"]`);
      await phone.getByRole("button", { name: "取号" }).click();
      await phone.locator(".thanks .number").waitFor();

      const clerk = await people.somebody();
      await signIn(clerk, base, `clerk-${COMMUNITY}-1`);
      await clerk.goto(`${base}/window`);
      await clerk.getByLabel("我的窗口").selectOption("2");
      await clerk.getByRole("button", { name: "叫下一号" }).click();
      await shows(clerk, "2 号窗口");
      const turn = await clerk.locator(".turn-line .turn").first().innerText();

      const wall = await people.somebody();
      await wall.goto(`${base}/queue/${COMMUNITY}`);
      await shows(wall, turn);
      assert.deepEqual(await barriers(wall), []);
      // It asks again by itself, and its server ends with the journey.
      await wall.close();

      await clerk.goto(`${base}/window/elder_card`);
      await clerk.getByLabel("申请人姓名").fill("李建国");
      await clerk.locator("input[name=materials][value=id_card]").check();
      await clerk.getByRole("button", { name: "窗口受理" }).click();
      await shows(clerk, "近期免冠一寸照片");
      await shows(clerk, "一次告知");
      assert.ok(await clerk.locator("input[name=materials][value=id_card]").isChecked(), "what was ticked stays");
      await clerk.locator("input[name=materials][value=photo]").check();
      await clerk.getByRole("button", { name: "窗口受理" }).click();
      await shows(clerk, "受理凭证");
      assert.deepEqual(await barriers(clerk), []);
      const link = await clerk.locator(".receipt .secret").innerText();
      await phone.goto(link);
      await shows(phone, "社区正在办理");
    }),
  );

  journey("window: its pages are open to all in both sizes", (people) =>
    inXuchang(people, async (base) => {
      const anyone = await people.somebody({ lang: "en" });
      for (const path of ["/services", "/services?q=zzzz", "/services/minimum_income", "/services/elder_card/application/apply", "/services/elder_card/ticket/book", `/services/elder_card/ticket/book?area=${COMMUNITY}`, "/queue"]) {
        await fits(anyone, base + path);
      }
      for (const sheet of ["card/contact", "card/whereabouts", "card/duties", "shift/roster"]) {
        await fits(anyone, `${base}/sheets/${sheet}`);
        await fits(anyone, `${base}/sheets/${sheet}?area=${COMMUNITY}`);
      }
      const clerk = await people.somebody();
      await signIn(clerk, base, `clerk-${COMMUNITY}-1`);
      for (const path of ["/window", "/window/minimum_income", "/window/elder_card?move=take_for", "/board/services", "/registers/application", "/handbook/application"]) {
        await fits(clerk, base + path);
      }
    }),
  );
}
