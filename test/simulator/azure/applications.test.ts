import { exchangeAssertion } from "../../../src/simulator";
import { furtherTrustsRule } from "../../../src/findings/rules/further-trusts";
import { unclaimedTrusts } from "../../../src/findings/rules/unclaimed-trusts";
import { unreadTypes } from "../../../src/findings/rules/unread-types";
import { given, no } from "../support/answers";
import { ISSUER, TENANT, TOKEN_AUDIENCE } from "../support/azure";
import { declaration, declaring } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT, tokenOf } from "../support/tokens";

/**
 * Applications of Entra as identities. Microsoft Entra documentation: "Configure an app to trust an external identity provider",
 * "Microsoft Entra authentication and authorization error codes".
 */
const application = (credential: Args = {}, principal: Args | null = {}, app: Args = {}): Stack => ({
  provider: { azuread: { tenant_id: TENANT } },
  resource: {
    azuread_application: { ci: { display_name: "ci", ...app } },
    ...(principal
      ? { azuread_service_principal: { ci: { client_id: "${azuread_application.ci.client_id}", ...principal } } }
      : {}),
    azuread_application_federated_identity_credential: {
      ci: {
        application_id: "${azuread_application.ci.id}",
        ...{ display_name: "ci", issuer: ISSUER, subject: SUBJECT, audiences: [TOKEN_AUDIENCE], ...credential },
      },
    },
  },
});
const ids = (stack: Stack) => {
  const { configuration } = read(stack);
  const of = (type: string, name: string) => String(configuration.resources(type)[0]?.attribute(name));
  return {
    clientId: of("azuread_application", "client_id"),
    principalId: of("azuread_service_principal", "object_id"),
  };
};
const { clientId, principalId } = ids(application());
const ask = (stack: Stack, claims: object = {}) =>
  exchangeAssertion(read(stack).azure, TENANT, clientId, tokenOf(ISSUER, TOKEN_AUDIENCE, claims), NOW);

describe("an application", () => {
  it("acts as its service principal", () => {
    expect(given(ask(application()))).toMatchObject({ clientId, principalId, tenantId: TENANT });
  });

  it("may be named by its object id, as before version 3 of the provider", () => {
    const named = { application_id: undefined, application_object_id: "${azuread_application.ci.object_id}" };
    expect(ask(application(named)).granted).toBe(true);
  });

  it.each<[string, Stack, string, string | undefined]>([
    [
      "is of another subject",
      application({ subject: "x" }),
      "AADSTS700213",
      "azuread_application_federated_identity_credential.ci",
    ],
    [
      "is of another audience",
      application({ audiences: ["x"] }),
      "AADSTS700212",
      "azuread_application_federated_identity_credential.ci",
    ],
    [
      "is another application's",
      application({ application_id: "/applications/x" }),
      "AADSTS70025",
      "azuread_application.ci",
    ],
    ["has no service principal", application({}, null), "AADSTS90002", undefined],
    ["is switched off", application({}, { account_enabled: false }), "AADSTS7000112", "azuread_service_principal.ci"],
  ])("does not where it %s", (_what, stack, code, place) => {
    const answer = no(ask(stack));
    expect(answer.code).toBe(code);
    expect(answer.place).toBe(place === undefined ? undefined : `mesh: ${place}`);
  });
});

const edgeOf = (parts: Parameters<typeof declaration>[0]) =>
  declaring({
    args: ["aks", "--client-id", clientId, "--tenant-id", TENANT],
    declaration: declaration({
      target: { name: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp" },
      audience: TOKEN_AUDIENCE,
      principal: principalId,
      ...parts,
    }),
  });
const edge = edgeOf({});
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });

describe("beside an edge by an application", () => {
  const told = (...stacks: Stack[]) => {
    const world = read(merged(application(), edge, ...stacks));
    const all = [...furtherTrustsRule(world, NOW), ...unreadTypes(world, NOW), ...unclaimedTrusts(world, NOW)];
    return all.map(({ severity, code, place }) => `${severity} ${code} ${place}`);
  };

  it("nothing is told", () => {
    expect(told()).toEqual([]);
  });

  it("a further credential is told", () => {
    const further = {
      application_id: "${azuread_application.ci.id}",
      issuer: ISSUER,
      subject: "eve",
      audiences: ["a"],
    };
    expect(told(one("azuread_application_federated_identity_credential", further))).toEqual([
      "fault further-trust mesh: azuread_application_federated_identity_credential.one",
      "gap unclaimed-trust mesh: azuread_application_federated_identity_credential.one",
    ]);
  });

  // "Important considerations and restrictions for federated identity credentials": the combination of issuer and subject must be unique
  // on the application, so that Azure stores one of two.
  // https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
  it("one of two further credentials of one subject is told", () => {
    const further = { application_id: "${azuread_application.ci.id}", issuer: ISSUER, subject: "eve" };
    const type = "azuread_application_federated_identity_credential";
    const stacks = ["a", "b"].map((audience): Stack => ({
      resource: { [type]: { [audience]: { ...further, audiences: [audience] } } },
    }));
    const ofTrusts = furtherTrustsRule(read(merged(application(), edge, ...stacks)), NOW);
    expect(ofTrusts.map(({ severity, place }) => `${severity} ${place}`)).toEqual([`fault mesh: ${type}.a`]);
  });

  it.each(["azuread_application_password", "azuread_application_certificate"])("a %s is told", (type) => {
    expect(told(one(type, { application_id: "${azuread_application.ci.id}" }))).toEqual([
      `fault given-out mesh: ${type}.one`,
    ]);
  });

  it("a password of its own is told", () => {
    const world = read(merged(application({}, {}, { password: { display_name: "p" } }), edge));
    expect(furtherTrustsRule(world, NOW)).toMatchObject([{ severity: "fault", place: "mesh: azuread_application.ci" }]);
  });

  describe("its owners", () => {
    const OWNER = "5e8d1c3a-2b4f-4a6e-9c70-d1e2f3a4b5c6";
    const tellOf = (declared: readonly string[] | undefined, app: Args, principal: Args = {}) => {
      const world = read(merged(application({}, principal, app), edgeOf(declared ? { owners: declared } : {})));
      return furtherTrustsRule(world, NOW).map(({ severity, place, argument, what }) =>
        [severity, place, argument, what].join(" "),
      );
    };

    it("are told where the edge's document does not name them", () => {
      expect(tellOf([], { owners: [OWNER] })).toEqual([`fault mesh: azuread_application.ci owners ${OWNER}`]);
      expect(tellOf([], {}, { owners: [OWNER] })).toEqual([`fault mesh: azuread_service_principal.ci owners ${OWNER}`]);
    });

    it("are silent where it names them, in whatever case", () => {
      expect(tellOf([OWNER.toUpperCase()], { owners: [OWNER] }, { owners: [OWNER] })).toEqual([]);
    });

    it("may be meant where the document says nothing of owners", () => {
      expect(tellOf(undefined, { owners: [OWNER] })).toEqual([`gap mesh: azuread_application.ci owners ${OWNER}`]);
    });

    it("are compared by what they refer to, and told where that is not known", () => {
      const data = "${data.azuread_client_config.current.object_id}";
      const known = { data: { azuread_client_config: { current: {} } } };
      const world = read(merged(known, application({}, {}, { owners: [data] }), edgeOf({ owners: [data] })));
      expect(furtherTrustsRule(world, NOW)).toEqual([]);
      expect(tellOf([], { owners: ["${data.terraform_remote_state.x.outputs.owner}"] })).toEqual([
        "fault mesh: azuread_application.ci owners somebody who is not known",
      ]);
    });
  });

  it.each<[string, Args]>([
    ["azuread_app_role_assignment", { principal_object_id: "${azuread_service_principal.ci.object_id}" }],
    ["azuread_group_member", { member_object_id: principalId }],
  ])("%s is a fault: nothing declares what it gives", (type, args) => {
    expect(told(one(type, args))).toEqual([`fault further-right mesh: ${type}.one`]);
  });

  it("a credential of a form that is not simulated is a gap", () => {
    const type = "azuread_application_flexible_federated_identity_credential";
    const claims_matching_expression = "claims['sub'] matches 'x*'";
    const args = { application_id: "${azuread_application.ci.id}", claims_matching_expression };
    expect(told(one(type, args))).toEqual([`gap unread-type mesh: ${type}.one`]);
  });
});
