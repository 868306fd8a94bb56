// What a community decides together: the chair puts down a vote, the supervisor confirms it, a resident reads it on the board with a phone and says
// what they think, and reads the answer by their link.
import assert from "node:assert/strict";
import { open } from "../lib/axe.mjs";
import { base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const COMMUNITY = "340104001001";
const SECRETARY = `secretary-${COMMUNITY}`;
const SUPERVISOR = `residents_committee-${COMMUNITY}`;

/** Fills in the numbers of a meeting. */
async function numbers(page, of, counts) {
  for (const [name, n] of Object.entries(counts)) await page.locator(`[name=${of}_${name}]`).fill(String(n));
}

export default function deliberation() {
  journey("deliberation: a vote is put down and confirmed, and a resident speaks to what is on the board", async (people) => {
    const secretary = await people.staff(SECRETARY);
    await secretary.goto(`${base()}/registers/resolution/new`);
    await scripts(secretary);
    await secretary.locator("[name=subject]").fill("东门增设无障碍坡道");
    await secretary.locator("[name=matter]").selectOption("project");
    await secretary.locator("[name=plan]").fill("东门台阶改坡道，预算 1.8 万元，从公益金列支。");
    await secretary.getByRole("button", { name: "提出议题" }).click();
    await shows(secretary, "党组织提议");
    const record = secretary.url().split("?")[0];
    assert.equal(await secretary.locator(".process li").count(), 6);
    await open(secretary);

    // What does not add up is told at its number, and what was typed stays.
    await secretary.goto(`${record}?act=party_vote`);
    await scripts(secretary);
    await numbers(secretary, "party", { due: 7, present: 6, yes: 6, no: 1, abstain: 0 });
    await secretary.getByRole("button", { name: "记录党组织会议表决" }).click();
    await shows(secretary, "多于实到");
    assert.equal(await secretary.locator("[name=party_due]").inputValue(), "7");
    await numbers(secretary, "party", { due: 7, present: 6, yes: 5, no: 1, abstain: 0 });
    await secretary.getByRole("button", { name: "记录党组织会议表决" }).click();
    await shows(secretary, "待复核");

    const supervisor = await people.staff(SUPERVISOR);
    await supervisor.goto(record);
    await scripts(supervisor);
    await supervisor.getByRole("button", { name: "同意" }).first().click();
    await shows(supervisor, "应到 7 人");
    assert.equal(await supervisor.locator(".process .done").count(), 1);

    const resident = await people.resident();
    await resident.goto(`${base()}/openness`);
    await open(resident);
    await resident.goto(`${base()}/openness?area=${COMMUNITY}`);
    await shows(resident, "东门增设无障碍坡道");
    await open(resident);
    await resident.getByRole("link", { name: /东门增设无障碍坡道/ }).click();
    await shows(resident, "从公益金列支");
    await open(resident);
    await resident.getByRole("button", { name: "提意见" }).click();
    await resident.locator("[name=words]").fill("坡道边上最好有扶手");
    await resident.getByRole("button", { name: "提意见" }).click();
    await resident.waitForURL(/\/t\/.+\/thanks/);
    const link = resident.url().replace(/\/thanks$/, "");

    await secretary.goto(`${base()}/registers/opinion`);
    await secretary.locator("tr", { hasText: "坡道边上最好有扶手" }).getByRole("link").first().click();
    await secretary.waitForURL(/id=|records/);
    await secretary.getByRole("link", { name: "答复" }).first().click();
    await secretary.locator("textarea[name=note]").fill("采纳，两侧装扶手。");
    await secretary.getByRole("button", { name: "答复" }).click();
    await shows(secretary, "已答复");

    await resident.goto(link);
    await shows(resident, "采纳，两侧装扶手");
    await open(resident);
  });
}
