import { given, lineOf, no, refusal, yes } from "../support/answers";
import {
  Ask,
  credential,
  exchange,
  identity,
  IDENTITY_ID,
  idsOf,
  ISSUER,
  TENANT,
  TOKEN_AUDIENCE,
} from "../support/azure";
import { read } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/**
 * What Entra answers to a federated assertion.
 *
 * Microsoft Entra documentation: "Workload identity federation", "Microsoft Entra authentication and authorization error
 * codes", and breaking changes: federated identity credentials match case-sensitively.
 */
const BY_CREDENTIAL = "mesh: azurerm_federated_identity_credential.one";
const AKS_ISSUER = "https://westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/aaaaaaaa/";
const claims = (claims: Ask["claims"]): Ask => ({ claims });

describe("an assertion that a credential names byte for byte", () => {
  it("is exchanged for the identity", () => {
    // GIVEN
    const world = read(identity());

    // WHEN
    const answer = exchange(world);

    // THEN
    expect(yes(answer)).toEqual({ hop: "exchange", place: BY_CREDENTIAL, argument: "subject" });
    expect(given(answer)).toMatchObject({ id: IDENTITY_ID, tenantId: TENANT, ...idsOf(world) });
    expect(lineOf(answer)).toBe(`subject is "${SUBJECT}"`);
  });

  it.each([
    ["for one audience in a list", identity(), claims({ aud: [TOKEN_AUDIENCE] })],
    ["of the second of two credentials", identity({ zero: credential({ subject: "x" }), one: credential() }), {}],
    [
      "of an issuer with a slash at the end",
      identity({ one: credential({ issuer: AKS_ISSUER }) }),
      claims({ iss: AKS_ISSUER }),
    ],
    ["expired no longer ago than clocks may differ", identity(), claims({ exp: NOW - 300 })],
    ["good from then on", identity(), claims({ nbf: NOW + 300 })],
  ])("is exchanged %s", (_what, stack, ask) => {
    expect(yes(exchange(stack, ask)).place).toBe(BY_CREDENTIAL);
  });

  it.each([
    ["a client id in capitals", (id: string) => id.toUpperCase(), TENANT],
    ["a tenant in capitals", (id: string) => id, TENANT.toUpperCase()],
  ])("may be shown with %s", (_what, letters, tenant) => {
    const world = read(identity());
    expect(exchange(world, { clientId: letters(idsOf(world).clientId), tenant }).granted).toBe(true);
  });
});

describe("an assertion that no credential names", () => {
  it.each([
    [
      "another issuer",
      {},
      { iss: "https://oidc.example.com/id/DEF" },
      "700211",
      "issuer",
      "https://oidc.example.com/id/DEF",
    ],
    ["a slash too many in its issuer", {}, { iss: `${ISSUER}/` }, "700211", "issuer", `${ISSUER}/`],
    [
      "a slash too few in an AKS issuer",
      { issuer: AKS_ISSUER },
      { iss: AKS_ISSUER.slice(0, -1) },
      "700211",
      "issuer",
      AKS_ISSUER.slice(0, -1),
    ],
    [
      "its issuer in other letters",
      {},
      { iss: ISSUER.replace("ABC", "abc") },
      "700211",
      "issuer",
      ISSUER.replace("ABC", "abc"),
    ],
    ["another subject", {}, { sub: `${SUBJECT}2` }, "700213", "subject", `${SUBJECT}2`],
    [
      "its subject in other letters",
      {},
      { sub: SUBJECT.replace("ns", "NS") },
      "7002138",
      "subject",
      SUBJECT.replace("ns", "NS"),
    ],
    ["a wildcard, which is literal", { subject: "system:serviceaccount:ns:*" }, {}, "700213", "subject", SUBJECT],
    ["another audience", {}, { aud: "sts.amazonaws.com" }, "700212", "audience", "sts.amazonaws.com"],
    [
      "its audience in other letters",
      {},
      { aud: "api://azureadtokenexchange" },
      "700212",
      "audience",
      "api://azureadtokenexchange",
    ],
    ["a subject that is no text", {}, { sub: 5 as never }, "700213", "subject", "5"],
    ["no audience", {}, { aud: [] }, "700212", "audience", ""],
  ])("has %s", (_what, args, others, code, argument, told) => {
    // WHEN
    const answer = exchange(identity({ one: credential(args) }), claims(others));

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code: `AADSTS${code}`, place: BY_CREDENTIAL, argument });
    expect(refusal(answer).message).toContain(`presented assertion ${argument} '${told}'`);
  });

  it("tells what the credential says, and what the token has", () => {
    expect(lineOf(exchange(identity(), claims({ sub: "x" })))).toBe(`subject is "${SUBJECT}", and the token's is "x"`);
    expect(lineOf(exchange(identity(), claims({ iss: "x" })))).toBe(`issuer is "${ISSUER}", and the token is of "x"`);
    expect(lineOf(exchange(identity(), claims({ aud: ["x", "y"] })))).toBe(
      `audience is "${TOKEN_AUDIENCE}", and the token is for "x, y"`,
    );
  });

  it("is told by the credential that comes nearest: of the issuer the one of the same subject", () => {
    // GIVEN
    const stack = identity({
      other: credential({ subject: "system:serviceaccount:ns:other", issuer: "https://oidc.example.com/id/DEF" }),
      one: credential({ issuer: `${ISSUER}/` }),
    });

    // THEN
    expect(no(exchange(stack))).toMatchObject({ code: "AADSTS700211", place: BY_CREDENTIAL });
  });

  it("is told by the credential whose subject differs in letter case alone", () => {
    // GIVEN
    const stack = identity({
      other: credential({ subject: "x" }),
      one: credential({ subject: SUBJECT.toUpperCase() }),
    });

    // THEN
    expect(no(exchange(stack))).toMatchObject({ code: "AADSTS7002138", place: BY_CREDENTIAL });
  });

  // Microsoft Entra documentation: "Important considerations and restrictions for federated identity credentials".
  describe("is told by the one that Azure does not store, where that is written for it", () => {
    const beside = credential({ name: "another", subject: "system:serviceaccount:ns:other" });
    const elsewhere = credential({ name: "another", issuer: "https://oidc.example.com/id/DEF" });

    it.each([
      ["no issuer", { issuer: undefined }, beside, "700213", "its issuer has 0 characters, and may have 1 to 600"],
      ["no subject", { subject: undefined }, beside, "700213", "its subject has 0 characters, and may have 1 to 600"],
      ["no subject", { subject: "" }, elsewhere, "700211", "its subject has 0 characters, and may have 1 to 600"],
      ["a long issuer", { issuer: `${ISSUER}/${"x".repeat(600)}` }, elsewhere, "700211", undefined],
      [
        "two audiences",
        { audience: [TOKEN_AUDIENCE, "x"] },
        beside,
        "700213",
        "it has 2 audiences, and Azure takes one",
      ],
      ["no audience", { audience: [] }, elsewhere, "700211", "it has 0 audiences, and Azure takes one"],
      ["a name of two letters", { name: "ab" }, beside, "700213", undefined],
    ] as const)("for %s", (_what, args, healthy, code, fault) => {
      // WHEN
      const answer = exchange(identity({ another: healthy, one: credential(args) }));

      // THEN
      expect(no(answer)).toMatchObject({ code: `AADSTS${code}`, place: BY_CREDENTIAL });
      expect(lineOf(answer)).toMatch(`Azure does not store this credential: ${fault ?? "its "}`);
    });

    it("and by a stored one where it is not", () => {
      // GIVEN
      const broken = credential({ subject: "system:serviceaccount:ns:third", audience: [] });
      const other = credential({ issuer: "https://oidc.example.com/id/DEF", subject: "" });

      // THEN
      expect(no(exchange(identity({ another: beside, one: broken, two: other })))).toEqual({
        ...{ hop: "exchange", code: "AADSTS700213", argument: "subject" },
        place: "mesh: azurerm_federated_identity_credential.another",
      });
    });

    it("and so where none is stored", () => {
      // GIVEN
      const broken = credential({ subject: "system:serviceaccount:ns:third", audience: [] });

      // THEN
      expect(no(exchange(identity({ another: broken, one: credential({ audience: [] }) })))).toMatchObject({
        ...{ code: "AADSTS70025", place: BY_CREDENTIAL },
      });
    });
  });

  it("is not put together of two credentials", () => {
    // GIVEN
    const stack = identity({
      one: credential({ subject: "system:serviceaccount:ns:other" }),
      two: credential({ issuer: "https://oidc.example.com/id/DEF" }),
    });

    // THEN
    expect(no(exchange(stack)).code).toBe("AADSTS700213");
  });
});

describe("who asks", () => {
  it("is no client of a tenant that is not there", () => {
    const answer = exchange(identity(), { tenant: "99999999-2222-3333-4444-555555555555" });
    expect(no(answer)).toEqual({ hop: "exchange", code: "AADSTS90002" });
    expect(refusal(answer).message).toContain("Tenant '99999999-2222-3333-4444-555555555555' not found");
  });

  it("is no client that is not there", () => {
    const answer = exchange(identity(), { clientId: "99999999-2222-3333-4444-555555555555" });
    expect(no(answer)).toEqual({ hop: "exchange", code: "AADSTS700016" });
  });

  it("is pointed at the client whose id is written most like it", () => {
    // GIVEN
    const world = read(identity());
    const { clientId } = idsOf(world);

    // WHEN
    const answer = exchange(world, { clientId: clientId.replace(/^./, "x") });

    // THEN
    expect(no(answer)).toMatchObject({
      code: "AADSTS700016",
      place: "mesh: azurerm_user_assigned_identity.ci",
    });
    expect(lineOf(answer)).toContain(`there is "${clientId}"`);
  });

  it("is no principal id", () => {
    const world = read(identity());
    expect(no(exchange(world, { clientId: idsOf(world).principalId })).code).toBe("AADSTS700016");
  });

  it("has a credential", () => {
    expect(no(exchange(identity({})))).toEqual({
      hop: "exchange",
      code: "AADSTS70025",
      place: "mesh: azurerm_user_assigned_identity.ci",
    });
  });
});

describe("an assertion that a credential names, and that is not good", () => {
  it.each([
    ["it expired", claims({ exp: NOW - 301 }), "700024"],
    ["it is good later only", claims({ nbf: NOW + 301 }), "700024"],
    ["it was issued later, and says nothing else", claims({ nbf: undefined, iat: NOW + 301 }), "700024"],
    ["it does not say until when it is good", claims({ exp: undefined }), "700024"],
    ["its key is not published", { signature: "unknown key" } as const, "7000272"],
    ["its signature is not its key's", { signature: "wrong" } as const, "7000274"],
  ])("is refused where %s", (_what, ask, code) => {
    expect(no(exchange(identity(), ask))).toEqual({ hop: "exchange", code: `AADSTS${code}` });
  });

  it("is matched before it is looked at", () => {
    expect(no(exchange(identity(), { claims: { sub: "x", exp: NOW - 999 }, signature: "wrong" })).code).toBe(
      "AADSTS700213",
    );
  });
});

describe("more credentials than Azure takes", () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`c${i}`, credential({ name: `credential-${i}`, subject: `s${i}` })]),
    );

  it("let no token in, since which of them there are cannot be known", () => {
    const answer = exchange(identity({ ...many(20), one: credential() }));
    expect(no(answer)).toMatchObject({ hop: "exchange", code: "AADSTS70025", argument: "parent_id" });
    expect(lineOf(answer)).toBe("21 federated identity credentials name it as parent_id, and Azure takes 20");
  });

  it("begin after the twentieth", () => {
    expect(yes(exchange(identity({ ...many(19), one: credential() })))).toBeDefined();
  });
});
