// One's own account: password, open sign-ins, tokens for programs.
import assert from "node:assert/strict";
import { base, journey, place } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const OLD = "linli-demo";
const NEW = "a-lamp-of-spring-onions";

/** Signs in with a password, in a session of its own: those that journeys share are not to be ended. */
async function signIn(page, login, password) {
  await page.goto(`${base()}/login`);
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill(password);
  await page.locator("form.page-form button").click();
  await page.waitForURL((url) => url.pathname !== "/login");
}

export default function accounts() {
  journey("somebody opens their account from the menu under their name, ends a sign-in elsewhere and changes the password", async (people) => {
    const login = "clerk-340104002001-1";
    const [here, there] = [await people.somebody(), await people.somebody()];
    await signIn(there, login, OLD);
    await signIn(here, login, OLD);
    await scripts(here);
    await here.locator("header .menu.right summary").click();
    await here.getByRole("link", { name: "我的账号" }).click();
    await shows(here, "Chrome · Linux");
    await here.locator("#sessions tbody button").first().click();
    await shows(here, "已退出 1 处登录");
    await there.goto(`${base()}/desk`);
    await there.waitForURL(/\/login/);

    await shows(here.locator("#password"), "至少 10 个字符");
    await here.locator("input[name=old]").fill(OLD);
    await here.locator("input[name=new]").fill("1234567890");
    await here.locator("input[name=again]").fill("1234567890");
    await here.getByRole("button", { name: "修改密码" }).click();
    await shows(here, "这个密码太常见");
    await here.locator("input[name=old]").fill(OLD);
    await here.locator("input[name=new]").fill(NEW);
    await here.locator("input[name=again]").fill(NEW);
    await here.getByRole("button", { name: "修改密码" }).click();
    await shows(here, "密码已修改");
    await signIn(there, login, NEW);
    await there.waitForURL(/\/desk/);
  });

  journey("somebody makes a token for a program, the program reads by it, and reads no more once it is revoked", async (people) => {
    const page = await people.staff("clerk-340104002002-1");
    await page.goto(`${base()}/me`);
    await page.locator("input[name=label]").fill("街道大屏");
    await page.getByRole("button", { name: "制作令牌" }).click();
    const token = await page.locator("code.secret").innerText();
    const ask = () => fetch(`${base()}/api/v1/registers`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await ask()).status, 200);
    await page.locator("#tokens tbody button").click();
    await shows(page, "令牌已收回");
    assert.equal((await ask()).status, 401);
  });

  journey("a clerk on leave asks the subdistrict's dispatcher to stand in, who then has the clerk's role, until the clerk is back", async (people) => {
    const at = await place();
    const dispatcher = await people.staff(at.dispatcher);
    await dispatcher.goto(`${base()}/me`);
    const name = (await dispatcher.locator(".page-head .sub").innerText()).split(" · ")[0] ?? "";
    const clerk = await people.staff(at.clerk);
    await clerk.goto(`${base()}/me`);
    await clerk.getByRole("link", { name: "代班安排" }).click();
    await scripts(clerk);
    await clerk.locator(".pick-list label", { hasText: name }).locator("input").check({ force: true });
    await clerk.getByRole("button", { name: "请人代班" }).click();
    await shows(clerk, `${name} 代`);
    await dispatcher.goto(`${base()}/me`);
    await shows(dispatcher, "社区受理员（代 ");
    await clerk.getByRole("button", { name: /提前结束/ }).click();
    await shows(clerk, "没有代班安排");
    await dispatcher.goto(`${base()}/me`);
    assert.doesNotMatch(await dispatcher.locator("main").innerText(), /代 /);
  });
}
