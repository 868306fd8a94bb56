// One made-up place, made anew and served on a free port.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Every account of a made-up place has this password. */
export const PASSWORD = "linli-demo";

/** The binary to try: `cargo xtask test browser` names it. */
export function binary() {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const found = [process.env.LINLI, join(root, "target/release/linli"), join(root, "target/debug/linli")].find((path) => path && existsSync(path));
  if (!found) throw new Error("no linli binary: build it, or name it in the environment variable LINLI");
  return found;
}

/**
 * Makes the world and serves it until `stop`.
 * @param {{cases: number, until?: string, place?: string}} wanted Another place than Shushan; a year that ends now, if no day is named. The same `until` gives the same records.
 * @returns {Promise<{base: string, stop: () => Promise<void>}>}
 */
export async function serve({ cases, until, place = "shushan" }) {
  const data = await mkdtemp(join(tmpdir(), "linli-e2e-"));
  const args = ["demo", place, "--data", join(data, "world"), "--cases", String(cases), ...(until ? ["--until", until] : []), "--listen", "127.0.0.1:0"];
  const child = spawn(binary(), args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const base = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      said += chunk;
      const address = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
      if (address) resolve(`http://127.0.0.1:${address[1]}`);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`linli ended with ${code}:\n${said}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve(undefined)));
    child.kill("SIGTERM");
    // Open event streams would keep a graceful stop waiting.
    const hurry = setTimeout(() => child.kill("SIGKILL"), 3_000);
    await ended;
    clearTimeout(hurry);
    await rm(data, { recursive: true, force: true });
  };
  return { base, stop };
}
