import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CHECK_SEVERITIES, CHECKS } from "../../../src/findings";
import { VENDOR_PAGES } from "./support/vendor-pages";

const sources = readdirSync(__dirname)
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(__dirname, name), "utf8"));

describe("the checks", () => {
  it("have codes of their own", () => {
    const codes = CHECKS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(CHECKS.map((check) => [check.code, check] as const))("%s is told in full and has cases", (code, check) => {
    const { severity, title, gain, fix, page } = check;

    expect(code).toMatch(/^(aws|gcp|azure|gke|eks|aks|kubernetes|trust)-[a-z0-9-]+$/);
    expect(CHECK_SEVERITIES).toContain(severity);
    expect(title).toMatch(/^[A-Z].*[^.]$/s);
    for (const sentence of [gain, fix]) expect(sentence).toMatch(/^[A-Z].*\.$/s);
    expect(page).toMatch(
      /^https:\/\/(docs\.aws\.amazon\.com|cloud\.google\.com|docs\.cloud\.google\.com|learn\.microsoft\.com|kubernetes\.io|docs\.github\.com|developer\.hashicorp\.com)\//,
    );
    expect(VENDOR_PAGES).toContain(page.split("#")[0]);
    expect(sources.some((text) => text.includes(`describeCheck("${code}"`))).toBe(true);
  });

  it("refer to every page of the list", () => {
    const used = new Set(CHECKS.map(({ page }) => page.split("#")[0]));
    expect(VENDOR_PAGES.filter((page) => !used.has(page))).toEqual([]);
  });
});
