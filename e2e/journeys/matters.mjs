// What a body puts to its members: a concurrent member, whose work is elsewhere, gets the paper, comments and votes, on a phone.
import assert from "node:assert/strict";
import { open } from "../lib/axe.mjs";
import { DEMO, PHONE, base, journey } from "../lib/world.mjs";
import { scripts, shows } from "./case.mjs";

const BODY = "340104001001:party_committee";
const MEMBER = "handler-dept_drainage-2";
const SECRETARY = "secretary-340104001001";

/** Makes the head of a unit, whose work is elsewhere, a concurrent member. */
async function coOpt(organiser, body, name) {
  await organiser.goto(`${base()}/bodies/${body}/appoint?post=party_concurrent`);
  await scripts(organiser);
  await organiser.locator("input[name=name]").fill(name);
  await organiser.getByLabel("是党员").check();
  await organiser.locator(`input[name=unit][value="${body.split(":")[0]}:property_firm"]`).check();
  await organiser.locator('input[name=standing][value="head"]').check();
  await organiser.getByRole("button", { name: "任职" }).click();
  await organiser.waitForURL((url) => url.pathname === `/bodies/${body}`);
}

/** Says which account is a concurrent member's. */
async function link(people) {
  people.expect(/status of 422/);
  const organiser = await people.staff(DEMO.organiser);
  await coOpt(organiser, BODY, "孙排水");
  await organiser.getByRole("row", { name: /孙排水/ }).getByRole("link", { name: /^账号/ }).click();
  await organiser.getByLabel("登录名").fill("nobody-here");
  await organiser.getByRole("button", { name: "保存" }).click();
  await shows(organiser, "没有这个登录名");
  assert.equal(await organiser.getByLabel("登录名").inputValue(), "nobody-here");
  await open(organiser);
  await organiser.getByLabel("登录名").fill(MEMBER);
  await organiser.getByRole("button", { name: "保存" }).click();
  await shows(organiser, "关联任职者的账号");
}

const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export default function matters() {
  journey("matters: a concurrent member gets the paper on a phone, comments and votes; the secretary sees who has, and nobody how", async (people) => {
    await link(people);
    const secretary = await people.staff(SECRETARY);
    await secretary.goto(`${base()}/registers/matter/new`);
    await scripts(secretary);
    await secretary.locator("[name=subject]").fill("修缮老年活动室");
    await secretary.locator("[name=paper]").fill("预算三万元，来源为共建资金。\n\n工期十五天，由两家单位各派一人监督。");
    await secretary.locator("[name=until]").fill(later(200));
    await secretary.getByRole("button", { name: "送成员表决" }).click();
    await shows(secretary, "须在");
    assert.match(await secretary.locator("[name=paper]").inputValue(), /三万元/, "what was typed stays");
    await secretary.locator("[name=until]").fill(later(5));
    await secretary.getByRole("button", { name: "送成员表决" }).click();
    await shows(secretary, "应参加");
    const matter = secretary.url();

    const member = await people.staff(MEMBER, { size: PHONE });
    await member.goto(`${base()}/notices`);
    await shows(member, "修缮老年活动室");
    await member.goto(matter);
    await member.getByRole("link", { name: "阅看材料、表决" }).click();
    await shows(member, "工期十五天");
    await open(member);
    await member.getByRole("button", { name: "我已阅看" }).click();
    await shows(member, "已记下您阅看过材料");
    await member.getByText("赞成", { exact: true }).click();
    await member.getByRole("button", { name: "提交表决" }).click();
    await shows(member, "改票");
    await member.getByRole("link", { name: "发表意见" }).click();
    await member.locator("[name=note]").fill("建议先公示预算");
    await member.locator("main").getByRole("button", { name: "发表意见" }).click();
    await shows(member, "建议先公示预算");
    await member.goto(`${matter}/vote`);
    await shows(member, "建议先公示预算");
    await open(member);

    await secretary.goto(`${matter}/vote`);
    await shows(secretary, "已参加 1 人");
    const sent = secretary.locator(".vote-roll");
    await sent.getByText("孙排水").waitFor();
    assert.match(await sent.locator("li", { hasText: "孙排水" }).innerText(), /已表决/);
    assert.doesNotMatch(await sent.innerText(), /赞成/);
    await open(secretary);
    assert.equal(await member.locator(".vote-roll").count(), 0, "members do not see who else has voted");
  });

  journey("matters: an appraisal is secret, final, and asked for once a year", async (people) => {
    people.expect(/status of 409/);
    const organiser = await people.staff(DEMO.organiser);
    for (const name of ["钱评议", "李评议", "周评议"]) await coOpt(organiser, "340104001002:party_committee", name);
    const secretary = await people.staff("secretary-340104001002");
    const ask = async () => {
      await secretary.goto(`${base()}/registers/appraisal/new`);
      await scripts(secretary);
      await secretary.locator("[name=subject]").fill("2026 年度党建联建工作");
      await secretary.locator("[name=report]").fill("完成共建项目六个。");
      await secretary.locator("[name=until]").fill(later(7));
      await secretary.getByRole("button", { name: "请兼职委员评议" }).click();
    };
    await ask();
    await shows(secretary, "应参加");
    await secretary.goto(`${secretary.url()}/vote`);
    await shows(secretary, "钱评议");
    await open(secretary);
    await ask();
    await shows(secretary, "一年一次");
  });
}
