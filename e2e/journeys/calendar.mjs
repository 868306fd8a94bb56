// Dates outside the program: a secret address that a calendar program subscribes to.
import assert from "node:assert/strict";
import { DEMO, base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

export default function calendars() {
  journey("somebody subscribes to when their work is due by a calendar address, replaces it and takes it back", async (people) => {
    const clerk = await people.staff(DEMO.clerk);
    const made = async () => {
      await clerk.locator("form[action='/me/calendar'] button").click();
      const secret = clerk.locator("#calendar .secret");
      await secret.waitFor();
      return new URL(await secret.innerText()).pathname;
    };
    const answers = async (path) => (await clerk.request.get(base() + path)).status();
    await clerk.goto(`${base()}/me`);
    await scripts(clerk);
    const first = await made();
    const feed = await clerk.request.get(base() + first);
    assert.equal(feed.status(), 200);
    assert.match(await feed.text(), /^BEGIN:VCALENDAR/);
    await clerk.goto(`${base()}/me`);
    assert.equal(await clerk.locator("#calendar .secret").count(), 0, "shown once");
    const second = await made();
    assert.deepEqual([await answers(first), await answers(second)], [404, 200], "the old one has ended");
    await clerk.goto(`${base()}/me`);
    await clerk.locator("form[action='/me/calendar/end'] button").click();
    await shows(clerk, "订阅地址已收回");
    assert.equal(await answers(second), 404);
  });
}
