// Administrators and auditors: accounts, the handbook, the journal. And everybody: signing in.
import assert from "node:assert/strict";
import { DEMO, base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const SECRET = "spring-onion-lamp-42";
const OWN = "only-mine-to-know-7";

async function signIn(page, login, password) {
  await page.goto(`${base()}/login`);
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

export default function office() {
  journey("each role of the demo enters with one press and lands where its day starts", async (people) => {
    const homes = { [DEMO.lead]: "/patrol", [DEMO.clerk]: "/desk", [DEMO.dispatcher]: "/desk", [DEMO.handler]: "/desk", [DEMO.supervisor]: "/board", [DEMO.admin]: "/admin/accounts", [DEMO.volunteer]: "/desk", "secretary-340104001001": "/board" };
    const page = await people.somebody();
    for (const [login, home] of Object.entries(homes)) {
      await page.goto(`${base()}/login`);
      await page.locator("form", { has: page.locator(`input[name=account][value="${login}"]`) }).getByRole("button").click();
      await page.waitForURL((url) => url.pathname === home);
    }
  });

  journey("an auditor enters with one press and lands on a page that an auditor may see", async (people) => {
    const page = await people.somebody();
    await page.goto(`${base()}/login`);
    await page.locator("form", { has: page.locator(`input[name=account][value="${DEMO.auditor}"]`) }).getByRole("button").click();
    await page.waitForURL(/\/admin\/journal/);
  });

  journey("a wrong password is said without telling which half was wrong", async (people) => {
    people.expect(/status of 401/);
    const page = await people.somebody();
    await signIn(page, "clerk-340104001002-1", "not-the-password");
    await shows(page, "登录名或密码不对");
    assert.equal(await page.getByLabel("登录名").inputValue(), "clerk-340104001002-1");
    assert.equal(await page.getByLabel("密码").inputValue(), "");
  });

  journey("a page asked for before signing in is reached after it", async (people) => {
    people.expect(/status of 401/);
    const page = await people.somebody();
    await page.goto(`${base()}/registers/wish`);
    await page.waitForURL(/\/login/);
    await page.getByLabel("登录名").fill(DEMO.clerk);
    await page.getByLabel("密码").fill("linli-demo");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.waitForURL(/\/registers\/wish/);
  });

  journey("an administrator makes an account with a role, that person works, and is shut out when it is disabled", async (people) => {
    people.expect(/status of 401/);
    const admin = await people.staff(DEMO.admin);
    await admin.goto(`${base()}/admin/accounts`);
    await admin.getByRole("link", { name: "新增账号" }).click();
    await scripts(admin);
    await admin.locator("input[name=name]").fill("周新来");
    await admin.locator("input[name=login]").fill("newcomer");
    await admin.locator("input[name=password]").fill(SECRET);
    await admin.locator("select[name=role0]").selectOption("community.clerk");
    await admin.locator("input[name=body0][value='340104001002:community_center']").check({ force: true });
    await admin.getByRole("button", { name: "保存" }).click();
    await shows(admin, "周新来 已保存");

    const clerk = await people.somebody();
    await signIn(clerk, "newcomer", SECRET);
    await clerk.waitForURL(/\/me\/password/);
    await clerk.locator("input[name=old]").fill(SECRET);
    await clerk.locator("input[name=new]").fill(OWN);
    await clerk.locator("input[name=again]").fill(OWN);
    await clerk.getByRole("button", { name: "修改密码" }).click();
    await clerk.waitForURL(/\/desk/);
    await shows(clerk.locator("header, nav").first(), "");
    assert.match(await clerk.locator("body").innerText(), /周新来/);

    await admin.goto(`${base()}/admin/accounts?q=newcomer`);
    await admin.getByRole("link", { name: "周新来" }).click();
    await admin.locator("input[name=disabled]").check({ force: true });
    await admin.getByRole("button", { name: "保存" }).click();
    await shows(admin, "周新来 已保存");
    await clerk.goto(`${base()}/desk`);
    await clerk.waitForURL(/\/login/);
    await signIn(clerk, "newcomer", OWN);
    await shows(clerk, "登录名或密码不对");
  });

  journey("the handbook shows the rules in force: a diagram, every move with its clause, limits and indicators", async (people) => {
    const page = await people.staff(DEMO.clerk);
    await page.goto(`${base()}/handbook`);
    await page.locator("figure.diagram svg").waitFor();
    const box = await page.locator("figure.diagram svg").boundingBox();
    assert.ok(box && box.height > 200, "the diagram is drawn");
    await shows(page, "派单");
    await shows(page, "GB/T 34300-2017");
    await page.getByRole("link", { name: "微心愿" }).last().click();
    await page.waitForURL(/\/handbook\/wish/);
    await shows(page, "认领");
    const english = await people.staff(DEMO.clerk, { lang: "en" });
    await english.goto(`${base()}/handbook/task`);
    await shows(english, "Weekly call");
  });

  journey("an auditor checks the journal's chain, all of it", async (people) => {
    const page = await people.staff(DEMO.auditor);
    await page.goto(`${base()}/admin/journal`);
    assert.ok((await page.locator("tbody tr").count()) > 20);
    await page.getByRole("button", { name: "核验全部" }).click();
    await shows(page, "前后相连，没有改动");
  });

  journey("search finds a matter by words, number and the initials of pinyin, and only what its reader may see", async (people) => {
    const page = await people.staff(DEMO.dispatcher);
    await page.goto(`${base()}/desk`);
    await scripts(page);
    await page.keyboard.press("/");
    await page.keyboard.type("路灯");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search/);
    const hits = page.locator("main a[data-item]");
    await hits.first().waitFor();
    for (const text of await hits.allInnerTexts()) assert.match(text, /340104-\d{4}-\d+|[A-Z]+\d{4}-\d+/);
    await page.goto(`${base()}/search?q=ld`);
    await shows(page, "“ld”");
    await page.goto(`${base()}/search?q=没有这样的事情`);
    await shows(page, "没有找到");
  });

  journey("notices lead to their matters and can all be marked as read", async (people) => {
    const page = await people.staff("dispatch-340104002-1");
    await page.goto(`${base()}/notices`);
    const first = page.locator("a.notice").first();
    await first.waitFor();
    await page.getByRole("button", { name: "全部标为已读" }).click();
    await shows(page, "没有通知");
    await page.goto(`${base()}/notices?all=1`);
    await page.locator("a.notice").first().click();
    await page.waitForURL(/\/records\//);
    await page.locator("#detail .record").waitFor();
  });
}
