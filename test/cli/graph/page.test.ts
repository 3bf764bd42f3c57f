import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { graphDataOf } from "../../../src/cli/printers/graph/data";
import { htmlOf } from "../../../src/cli/printers/graph/html";
import { ListedHolder } from "../../../src/rights";
import { describeWithTool, whereIs } from "../../support/tool";
import { fleet, holder, HOSTILE } from "./support";

jest.setTimeout(120_000);

describeWithTool("chromium", "the page in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-page-"));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: whereIs("chromium"), args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens the page of a list, offline, and tells what it asked for and complained of. */
  async function open(holders: readonly ListedHolder[]) {
    const file = join(folder, "page.html");
    writeFileSync(file, htmlOf(graphDataOf(holders), ["left-out mesh: x"]));
    const context = await browser.newContext({ offline: true, viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    const told: string[] = [];
    page.on("request", (request) => void (request.url().startsWith("file:") || told.push(request.url())));
    page.on("pageerror", (error) => void told.push(error.message));
    page.on("console", (message) => void told.push(message.text()));
    page.on("dialog", (dialog) => void told.push(dialog.message()));
    await page.goto(`file://${file}`);
    await page.waitForSelector("#rows tr");
    return { page, told };
  }

  async function violations(page: Page) {
    const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    // The page's own policy runs no script but its own; a debugger's is not bound by it.
    await page.evaluate(source);
    return await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string }[] }> };
      };
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
      return (await axe.run({ runOnly: tags })).violations.map(({ id }) => id);
    });
  }

  it("has no violation of WCAG 2.1 AA, as it opens and with details shown, and asks for nothing", async () => {
    const { page, told } = await open(fleet(4));
    expect(await violations(page)).toEqual([]);
    await page.focus("svg g.edge");
    expect(await violations(page)).toEqual([]);
    expect(told).toEqual([]);
  });

  it("shows the deciding objects of a line that is focused or pointed at, by the keyboard alone", async () => {
    const { page } = await open(fleet(3));
    await page.focus("#search");
    const reached = new Set<string>();
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate<string>("document.activeElement.tagName.toLowerCase()"));
      if (reached.has("button")) break;
    }
    expect([...reached]).toEqual(["select", "g", "div", "button"]);
    expect(await page.textContent("#details")).toContain(
      "kubernetes_role_binding_v1.mesh_cluster-000_ci_runner_in_cluster-001",
    );

    await page.hover("#rows tr:nth-child(2)");
    expect(await page.textContent("#details h3")).toBe("cluster-000:ci/runner → cluster-002");
    expect(await page.locator("svg g.marked").count()).toBe(1);
  });

  it("searches and filters, and Escape takes that back", async () => {
    const { page } = await open(fleet(4));
    await page.fill("#search", "cluster-001:ci cluster-002");
    expect(await page.locator("#rows tr").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator("#rows tr").count()).toBe(12);
    await page.selectOption("#source", "cluster-003");
    await page.selectOption("#cloud", "AWS");
    expect(await page.textContent("#status")).toBe("1 of 12 grants, drawn by service account");
  });

  it("draws 100 clusters by cloud, and fewer as they are filtered for", async () => {
    const { page, told } = await open(fleet(100));
    expect(await page.textContent("#status")).toBe("9900 of 9900 grants, drawn by cloud");
    expect(await page.locator("svg g.edge").count()).toBe(9);
    await page.selectOption("#source", "cluster-042");
    await page.selectOption("#cloud", "Azure");
    expect(await page.textContent("#status")).toBe("33 of 9900 grants, drawn by service account");
    expect(told).toEqual([]);
  });

  it("shows hostile names as text", async () => {
    const { page, told } = await open(HOSTILE.map((name) => holder(name)));
    await page.focus("svg g.edge");
    expect(await page.locator("img, a, #rows script, svg script").count()).toBe(0);
    expect(await page.textContent("#rows")).toContain("west:<script>alert(1)</script>");
    expect(told).toEqual([]);
  });
});
