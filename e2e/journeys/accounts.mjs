// One's own account: password, open sign-ins, tokens for programs.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { open } from "../lib/axe.mjs";
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

/** What an authenticator shows for a secret in base 32, so many steps of thirty seconds from now. @param {string} secret */
export function code(secret, ahead = 0) {
  const bits = [...secret.replace(/\s/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(step).digest();
  return String((hash.readUInt32BE((hash[19] ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

export default function accounts() {
  journey("somebody sets up two-step sign-in with an authenticator, signs in with its code and once with a recovery code", async (people) => {
    const login = "clerk-340104002003-1";
    const page = await people.somebody();
    await signIn(page, login, OLD);
    await page.goto(`${base()}/me`);
    await page.getByRole("link", { name: "两步验证" }).click();
    await page.locator("svg.qr").waitFor();
    await open(page);
    const secret = await page.locator("code.secret").innerText();
    await page.locator("input[name=code]").fill("000000");
    await page.getByRole("button", { name: "开启两步验证" }).click();
    await shows(page, "验证码不对");
    assert.equal(await page.locator("code.secret").innerText(), secret, "the phone has scanned it already");
    await page.locator("input[name=code]").fill(code(secret, -1));
    await page.getByRole("button", { name: "开启两步验证" }).click();
    await shows(page, "只显示这一次");
    await open(page);
    const recovery = await page.locator(".recovery-codes code").first().innerText();
    await page.getByRole("link", { name: "开始工作" }).click();
    await page.waitForURL(/\/desk/);

    const again = await people.somebody();
    await signIn(again, login, OLD);
    await again.waitForURL(/\/login\/code/);
    await open(again);
    await again.locator("input[name=code]").fill(code(secret));
    await again.getByRole("button", { name: "继续登录" }).click();
    await again.waitForURL(/\/desk/);

    const lost = await people.somebody();
    await signIn(lost, login, OLD);
    await lost.getByRole("link", { name: "用恢复码" }).click();
    await lost.locator("input[name=code]").fill(recovery);
    await lost.getByRole("button", { name: "继续登录" }).click();
    await shows(lost, "还剩 9 个");
    await lost.goto(`${base()}/me/second-factor`);
    await open(lost);
    await lost.locator("#off input[name=password]").fill(OLD);
    await lost.locator("#off input[name=code]").fill(recovery);
    await lost.getByRole("button", { name: "关闭两步验证" }).click();
    await shows(lost, "验证码不对");
  });

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

  journey("somebody adds a passkey on their device, signs in with it and nothing else, and removes it", async (people) => {
    // Passkeys need a name: this machine has one.
    const here = base().replace("127.0.0.1", "localhost");
    const page = await people.somebody();
    const wire = await page.context().newCDPSession(page);
    await wire.send("WebAuthn.enable");
    const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    const { authenticatorId } = await wire.send("WebAuthn.addVirtualAuthenticator", { options });
    const login = "clerk-340104002004-1";
    await page.goto(`${here}/login`);
    await page.locator("input[name=login]").fill(login);
    await page.locator("input[name=password]").fill(OLD);
    await page.locator("form.page-form button").click();
    await page.waitForURL(/\/desk/);
    await page.goto(`${here}/me`);
    await scripts(page);
    await open(page);
    await page.locator("#passkey-label").fill("单位电脑");
    await page.getByRole("button", { name: "添加通行密钥" }).click();
    await shows(page, "通行密钥已添加");
    await shows(page.locator("#passkeys"), "单位电脑");
    const { credentials } = await wire.send("WebAuthn.getCredentials", { authenticatorId });
    assert.equal(credentials.length, 1);
    // The device has one: it makes no second.
    await page.getByRole("button", { name: "添加通行密钥" }).click();
    await shows(page, "没有添加");

    await page.context().clearCookies();
    await page.goto(`${here}/login?next=%2Fme`);
    await scripts(page);
    await open(page);
    await page.getByRole("button", { name: "用通行密钥登录" }).click();
    await page.waitForURL(`${here}/me`);
    await shows(page.locator("#sign-ins tbody tr").first(), "通行密钥");
    await page.getByRole("button", { name: /删除/ }).click();
    await shows(page, "通行密钥已删除");

    people.expect(/status of 403/);
    await page.context().clearCookies();
    await page.goto(`${here}/login`);
    await scripts(page);
    await page.getByRole("button", { name: "用通行密钥登录" }).click();
    await shows(page, "这个通行密钥不能登录");
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
