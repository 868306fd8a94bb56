// Organisation officers: what an area's organisation looks like, who holds which post, and what the rules refuse.
import assert from "node:assert/strict";
import { DEMO, PHONE, base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const STREET = "340104001:street_party_committee";

export default function bodies() {
  journey("an officer finds a vacant seat, is told why somebody may not take it, and appoints somebody who may", async (people) => {
    people.expect(/status of 422/);
    const page = await people.staff(DEMO.organiser);
    await page.goto(`${base()}/bodies?area=340104001`);
    await shows(page, "组织架构图");
    assert.ok((await page.locator("svg.orgchart a").count()) > 10, "the picture shows the bodies");
    await page.goto(`${base()}/bodies/${STREET}`);
    await page.getByRole("link", { name: "任职" }).last().click();
    await scripts(page);
    await page.locator("input[name=name]").fill("周新来");
    await page.getByLabel("是党员").check();
    await page.getByRole("button", { name: "任职" }).click();
    await shows(page, "兼职委员须是辖区内行政单位");
    assert.equal(await page.locator("input[name=name]").inputValue(), "周新来");
    await page.locator('input[name=unit][value="340104001:police_station"]').check();
    await page.locator('input[name=standing][value="head"]').check();
    await page.getByRole("button", { name: "任职" }).click();
    await page.waitForURL((url) => url.pathname === `/bodies/${STREET}`);
    await shows(page, "周新来");
  });

  journey("who cannot see the picture reads the same as a list, also on a phone", async (people) => {
    const page = await people.staff(DEMO.clerk);
    await page.setViewportSize(PHONE);
    await page.goto(`${base()}/bodies?area=340104001001`);
    await page.getByRole("link", { name: /工作站$/ }).first().click();
    await shows(page, "站长");
  });
}
