import { PluginSubcommand, TOKEN_SOURCES } from "../../../src/exec-contract";
import { claimsOf, travel } from "../../../src/simulator";
import { account, ISSUER, ROLE_ARN, trusting } from "../support/aws";
import { identity, idsOf, TENANT, TOKEN_AUDIENCE } from "../support/azure";
import { AUDIENCE, project } from "../support/google";
import { declaration, declaring } from "../support/mesh";
import { merged, read } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/**
 * Where the plugin takes the subject's credential from. What a cloud mints for its own machines is another identity than the
 * declared one, and is not played: nobody is believed to get through with it.
 */
const byPods = {
  Effect: "Allow",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
};
const stack = merged(account([trusting(), byPods]), project(), identity(), {
  resource: { aws_eks_access_entry: { reader: { cluster_name: "west", principal_arn: ROLE_ARN } } },
});
const ids = idsOf(read(identity()));

const ARGS: Partial<Record<PluginSubcommand, { args: readonly string[]; audience: string }>> = {
  eks: { args: ["--cluster-name", "west", "--region", "us-east-1", "--role-arn", ROLE_ARN], audience: "client-a" },
  gke: { args: ["--audience", AUDIENCE], audience: AUDIENCE },
  aks: { args: ["--tenant-id", TENANT, "--client-id", ids.clientId], audience: TOKEN_AUDIENCE },
};
/** Sources that come to the declared identity, by target. */
const PLAYED: Partial<Record<PluginSubcommand, readonly string[]>> = {
  eks: ["token-file", "azure-workload-identity", "irsa", "eks-pod-identity"],
  gke: ["token-file", "azure-workload-identity", "irsa"],
  aks: ["token-file", "azure-workload-identity", "irsa"],
};

function go(subcommand: PluginSubcommand, args: readonly string[], audience: string) {
  const world = read(merged(stack, declaring({ args: [subcommand, ...args], declaration: declaration() })));
  const token = { claims: claimsOf(ISSUER, SUBJECT, audience, NOW), signature: "good" } as const;
  return travel(world, world.edges[0], token, NOW);
}

describe.each(Object.entries(ARGS) as [PluginSubcommand, { args: string[]; audience: string }][])(
  "into %s",
  (subcommand, { args, audience }) => {
    it.each(TOKEN_SOURCES.map((source) => [source, PLAYED[subcommand]?.includes(source) === true]))(
      "--source %s arrives: %p",
      (source, arrives) => {
        const { user, refusal } = go(subcommand, [...args, "--source", String(source)], audience);
        // GKE's metadata server gives the pool's own member, whatever the stanza says of an audience.
        if (subcommand === "gke" && source === "google-metadata") return expect(user?.name).toBe(ROLE_ARN);
        expect(user !== undefined).toBe(arrives);
        if (arrives) return;
        expect(refusal).toMatchObject({ hop: "source", code: "not simulated" });
        expect(refusal?.because.line).toBe(`what --source ${String(source)} gives is not simulated`);
      },
    );
  },
);

describe("into GKE by nothing but a credential file", () => {
  it("nobody arrives, since what is in it is not known", () => {
    const { user, refusal } = go("gke", ["--credential-file", "/etc/credentials.json"], AUDIENCE);
    expect(user).toBeUndefined();
    expect(refusal).toMatchObject({ hop: "source", code: "not simulated" });
  });
});
