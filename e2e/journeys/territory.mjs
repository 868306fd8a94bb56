// Territory: the tree of areas, grids on a map, which grid a place lies in.
import assert from "node:assert/strict";
import { DEMO, PHONE, base, journey } from "../lib/world.mjs";
import { shows } from "./case.mjs";

const COMMUNITY = "340104001002";

export default function territory() {
  journey("an administrator walks the tree with the keyboard, and what lies below a node comes when it is opened", async (people) => {
    const page = await people.staff(DEMO.admin);
    await page.goto(`${base()}/admin/areas`);
    const tree = page.getByRole("tree");
    const street = tree.getByRole("treeitem").nth(1);
    await street.focus();
    assert.equal(await street.getAttribute("aria-expanded"), "false");
    await page.keyboard.press("ArrowRight");
    await tree.locator("[role=treeitem][aria-level='3']").first().waitFor();
    assert.equal(await street.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-level")), "3");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await street.getAttribute("aria-expanded"), "false");
    await page.getByLabel("查找").fill("slajd");
    await page.keyboard.press("Enter");
    await page.locator("[data-item]", { hasText: "三里庵街道" }).first().click();
    await page.locator("#chosen h2", { hasText: "三里庵街道" }).waitFor();
  });

  journey("a dispatcher splits a grid, sees it checked at once, takes it back, and saves a new name", async (people) => {
    const page = await people.staff(DEMO.dispatcher);
    await page.goto(`${base()}/areas/${COMMUNITY}/grids`);
    await page.locator(".grid-shape").first().waitFor();
    const rows = page.locator("[data-grids-said] tbody tr");
    const before = await rows.count();
    // The first grid that is drawn after the outline.
    const shape = page.locator(".grid-shape:not(.outline)").first();
    const box = await shape.boundingBox();
    assert.ok(box);
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.click(middle.x, middle.y);
    await page.locator("[data-fields]").waitFor();
    await page.getByRole("button", { name: "用线切开" }).click();
    await page.mouse.click(middle.x, box.y - 6);
    await page.mouse.click(middle.x, box.y + box.height + 6);
    await page.waitForFunction((n) => document.querySelectorAll("[data-grids-said] tbody tr").length === n, before + 1);
    await shows(page, "少于 300 户");
    await page.getByRole("button", { name: "撤销" }).click();
    await page.waitForFunction((n) => document.querySelectorAll("[data-grids-said] tbody tr").length === n, before);
    await page.mouse.click(middle.x, middle.y);
    await page.getByLabel("名称", { exact: true }).fill("竹园网格");
    await page.getByLabel("户数", { exact: true }).fill("310");
    await page.keyboard.press("Tab");
    await page.locator("[data-grids-said] tbody tr", { hasText: "竹园网格" }).waitFor();
    await page.getByRole("button", { name: "保存" }).click();
    await shows(page, "网格已保存");
    await page.locator("[data-grids-said] tbody tr", { hasText: "竹园网格" }).waitFor();
  });

  journey("a proposed division is a draft with so many grids and neither gap nor overlap", async (people) => {
    const page = await people.staff(DEMO.dispatcher, { size: PHONE });
    await page.goto(`${base()}/areas/${COMMUNITY}/grids`);
    await page.getByLabel("网格数").fill("7");
    await page.getByRole("button", { name: "建议划分" }).click();
    await shows(page, "这是草稿");
    assert.equal(await page.locator("[data-grids-said] tbody tr").count(), 7);
    assert.equal(await page.getByText("重叠").count(), 0);
  });

  journey("staff ask which grid an address lies in and read who answers for it", async (people) => {
    const page = await people.staff(DEMO.clerk);
    await page.goto(`${base()}/areas/where?q=${encodeURIComponent("117.2,31.8")}`);
    await page.getByLabel("地址或坐标").fill("31.8, 117.2");
    await page.keyboard.press("Enter");
    await shows(page, "经度, 纬度");
  });
}
