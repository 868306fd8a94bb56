// People in need: nobody is registered without their consent, a team visits, a fund is not overdrawn; and what is within a walk.
import assert from "node:assert/strict";
import { open } from "../lib/axe.mjs";
import { DEMO, base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const COMMUNITY = "340104001001";

export default function care() {
  journey("care: nobody is registered without consent, a team is paired and visits", async (people) => {
    const clerk = await people.staff(DEMO.clerk);
    await clerk.goto(`${base()}/registers/care/new`);
    await scripts(clerk);
    await clerk.locator("[name=assurance]").selectOption("elder");
    await clerk.locator("[name=need]").fill("独居，每周代买一次菜");
    await clerk.locator("[name=purpose]").fill("上门探访和代买，已向本人说明");
    await clerk.locator("[name=name]").fill("吴奶奶");
    await clerk.getByRole("button", { name: "登记关爱对象" }).click();
    await shows(clerk, "同意");
    assert.equal(await clerk.locator("[name=need]").inputValue(), "独居，每周代买一次菜", "what was typed stays");
    await clerk.locator("[name=consent]").first().check({ force: true });
    await open(clerk);
    await clerk.getByRole("button", { name: "登记关爱对象" }).click();
    await shows(clerk, "待结对");
    const record = clerk.url().split("?")[0];
    await clerk.goto(`${record}?act=pair`);
    await scripts(clerk);
    await open(clerk);
    await clerk.getByRole("button", { name: "结对" }).click();
    await shows(clerk, "帮扶中");

    const team = await people.staff(DEMO.volunteer);
    await team.goto(`${base()}/notices`);
    await shows(team, "独居，每周代买一次菜");
  });

  journey("care: everybody sees what is within a walk of fifteen minutes", async (people) => {
    const resident = await people.resident();
    await resident.goto(`${base()}/circle?area=${COMMUNITY}`);
    await shows(resident, "医疗服务");
    assert.equal(await resident.locator(".circle li").count(), 8);
    await open(resident);
  });
}
