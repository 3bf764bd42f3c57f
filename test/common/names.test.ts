import { digest, fittedName } from "../../src/common";

describe("digest", () => {
  it("is the beginning of a SHA-256", () => {
    // FIPS 180-2, appendix B.1: SHA-256("abc") = ba7816bf 8f01cfea …
    expect(digest("abc")).toBe("ba7816bf");
    expect(digest("abc", 12)).toBe("ba7816bf8f01");
  });
});

describe("fittedName", () => {
  it("is readable parts and a digest of the identity", () => {
    expect(fittedName(["trust-mesh", "west:argocd"], "abc", 64)).toBe("trust-mesh-west-argocd-ba7816bf");
  });

  it("shortens the readable part alone, to exactly the limit", () => {
    expect(fittedName(["x".repeat(100)], "abc", 32)).toBe(`${"x".repeat(23)}-ba7816bf`);
  });

  it("ends the readable part in no dash when it is cut at one", () => {
    expect(fittedName([`${"x".repeat(22)}-yyyy`], "abc", 32)).toBe(`${"x".repeat(22)}-ba7816bf`);
  });

  it("makes lower-case letters, digits and single dashes of everything else", () => {
    expect(fittedName(["--Ärger__mit.Zeichen--"], "abc", 64)).toBe("rger-mit-zeichen-ba7816bf");
  });

  it("differs for equal parts of different identities", () => {
    expect(fittedName(["a"], "one", 32)).not.toBe(fittedName(["a"], "two", 32));
  });
});
