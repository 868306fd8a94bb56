// Single sign-on against a real provider, on this machine: signed in by it, not known here, cancelled, and the provider gone.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProvider } from "../lib/provider.mjs";
import { PASSWORD, binary } from "../lib/server.mjs";
import { journey } from "../lib/world.mjs";
import { open } from "../lib/axe.mjs";
import { scripts, shows } from "./case.mjs";

/** A port that is free now. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** A small place of its own that asks the provider. @param {string} issuer @param {number} port @param {string} more */
async function place(issuer, port, more) {
  const folder = await mkdtemp(join(tmpdir(), "linli-sso-"));
  const data = join(folder, "world");
  const made = spawnSync(binary(), ["demo", "shushan", "--data", data, "--cases", "20", "--until", "2026-03-20", "--no-serve"]);
  assert.equal(made.status, 0, String(made.stderr));
  await writeFile(join(data, "sso.toml"), `issuer = "${issuer}"\nclient = "linli"\n${more}`);
  const base = `http://localhost:${port}`;
  const child = spawn(binary(), ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--address", base], {
    env: { ...process.env, LINLI_SSO_SECRET: "the-client-secret" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => /http:\/\//.test(String(text)) && resolve(undefined));
    child.once("exit", (code) => reject(new Error(`linli ended with ${code}`)));
  });
  const stop = async () => {
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  };
  return { base, stop };
}

/** Signs in at the provider's own page. */
async function atProvider(page, name) {
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("whatever");
  await page.getByRole("button").first().click();
}

export default function singleSignOn() {
  journey("somebody signs in by the place's own provider, links an account, and is told clearly when nobody here is them or they cancel", async (people) => {
    people.expect(/status of (403|503)/);
    // The provider's own pages are its own matter.
    people.expect(/^http:\/\/localhost:\d+\/(interaction|session|auth)/);
    const port = await freePort();
    const provider = await startProvider(`http://localhost:${port}/login/sso/back`, `http://localhost:${port}/login`);
    const at = await place(provider.issuer, port, 'claim = "preferred_username"\nscopes = ["profile"]\n');
    try {
      const clerk = "clerk-340104001001-1";
      const page = await people.somebody();
      await page.goto(`${at.base}/login?next=%2Fhome`);
      await open(page);
      await page.getByRole("link", { name: "统一身份认证" }).click();
      await atProvider(page, clerk);
      await page.waitForURL(`${at.base}/home`);
      await page.goto(`${at.base}/me`);
      await shows(page, clerk);
      await shows(page.locator("#factors"), "已绑定");
      await shows(page.locator("#sign-ins"), "统一身份认证");
      await scripts(page);
      await page.locator("header .menu.right summary").click();
      await page.getByRole("button", { name: "退出登录" }).click();
      await shows(page, "可能还登录着");
      await open(page);
      await page.getByRole("link", { name: "退出统一身份认证" }).click();
      await page.getByRole("button", { name: /sign me out/ }).click();
      await page.waitForURL((url) => url.pathname === "/login");

      const stranger = await people.somebody();
      await stranger.goto(`${at.base}/login`);
      await stranger.getByRole("link", { name: "统一身份认证" }).click();
      await atProvider(stranger, "nobody-here");
      await shows(stranger, "还没有对应的账号");
      assert.equal(new URL(stranger.url()).origin, at.base);

      // Who signs in with a password links once, whatever the provider calls them.
      await stranger.locator("input[name=login]").fill("dispatch-340104001-1");
      await stranger.locator("input[name=password]").fill(PASSWORD);
      await stranger.locator("form.page-form button").click();
      await stranger.waitForURL(/\/desk/);
      await stranger.goto(`${at.base}/me`);
      await stranger.getByRole("link", { name: "绑定" }).click();
      await shows(stranger, "已绑定，以后可以用它登录");

      const forged = await people.somebody();
      await forged.goto(`${at.base}/login/sso/back?code=stolen&state=guessed`);
      await shows(forged, "登录没有完成");
      await forged.goto(`${at.base}/login`);
      await forged.getByRole("link", { name: "统一身份认证" }).click();
      await forged.getByRole("link", { name: /Cancel/ }).click();
      await shows(forged, "没有放行");
    } finally {
      // Before the server goes, those who look at it.
      await people.leave();
      await provider.stop();
      await at.stop();
    }
  });

  journey("who comes when the provider does not answer is told so and signs in with the password", async (people) => {
    people.expect(/status of 503/);
    const [port, nobody] = [await freePort(), await freePort()];
    const at = await place(`http://localhost:${nobody}`, port, "");
    try {
      const page = await people.somebody();
      await page.goto(`${at.base}/login`);
      await page.getByRole("link", { name: "统一身份认证" }).click();
      await shows(page, "统一身份认证现在连不上");
      await open(page);
      await page.locator("input[name=login]").fill("clerk-340104001001-1");
      await page.locator("input[name=password]").fill(PASSWORD);
      await page.locator("form.page-form button").click();
      await page.waitForURL(/\/desk/);
    } finally {
      await people.leave();
      await at.stop();
    }
  });
}
