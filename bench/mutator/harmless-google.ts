import { Equivalence } from "./equivalence";
import { objectAt, resourcesOf, textOf } from "./objects-in-documents";
import { Json } from "./mutate";

/** Types whose place the provider's region does not decide, and those whose names tell their project. */
const WITHOUT_REGION =
  /^google_(\w+_iam_(member|binding|policy)|iam_workload_identity_pool(_provider)?|service_account)$/;
const OWN_AUDIENCE =
  /^https:\/\/iam\.[^/]+\/(projects\/[^/]+\/locations\/global\/workloadIdentityPools\/[^/]+|\$\{[\w.-]+\.name\})\/providers\//;
const WITHOUT_PROJECT = /^google_(storage_bucket|service_account)_iam_(member|binding|policy)$/;

/** Changes of objects of Google Cloud that change nothing of who may do what. */
export const GOOGLE_EQUIVALENCES: readonly Equivalence[] = [
  {
    name: "pool-without-a-provider",
    ...{ address: /^google_iam_workload_identity_pool\.added$/, path: /./, operator: /^copy with another text$/ },
    reason: "a pool without a provider takes no token",
  },
  {
    name: "id-of-account-that-is-referred-to",
    ...{ address: /^google_service_account\./, path: /^account_id$/, operator: /^other text$/ },
    reason: "nothing else writes the account's email: all that means it refers to it and moves along",
    holds: ({ before, everything }) => typeof before === "string" && !everything.includes(`${before}@`),
  },
  {
    name: "members-of-one-role",
    ...{ address: /^google_\w+_iam_member\./, path: /^member$/, operator: /^swap values$/ },
    reason: "both have the same role on the same resource, whichever of the two objects gives it",
    holds: ({ object, document, alsoAt = "" }) => {
      const rest = ({ member: _member, depends_on: _order, "//": _notes, ...place }: Readonly<Record<string, Json>>) =>
        JSON.stringify(place);
      return rest(object) === rest(objectAt(document, alsoAt));
    },
  },
  {
    name: "white-space-of-cel",
    ...{ address: /^google_iam_workload_identity_pool_provider\./, path: /^attribute_condition$/ },
    ...{ operator: /^other text$/, reason: "white space around an expression says nothing" },
    holds: ({ before, to }) => textOf(to)?.trim() === before,
  },
  {
    name: "region-of-nothing",
    ...{ address: /^provider\.google/, path: /^region$/ },
    reason: "no resource of the stack takes its place from the provider's region",
    holds: ({ document }) =>
      resourcesOf(document, "google_").every(([type, one]) => WITHOUT_REGION.test(type) || one.location !== undefined),
  },
  {
    name: "project-of-nothing",
    ...{ address: /^provider\.google/, path: /^project$/ },
    reason: "every resource of the stack names its own project",
    holds: ({ document }) =>
      resourcesOf(document, "google_").every(([type, one]) => WITHOUT_PROJECT.test(type) || one.project !== undefined),
  },
  {
    name: "project-of-provider",
    ...{ address: /^google_/, path: /^project$/, operator: /^remove argument$/ },
    reason: "the provider names the same project",
    holds: ({ before, document }) => {
      const { provider = {} } = document as { provider?: Record<string, readonly { project?: Json }[]> };
      return (provider.google ?? []).some(({ project }) => project === before);
    },
  },
  {
    name: "default-audience",
    ...{ address: /^google_iam_workload_identity_pool_provider\./, operator: /^remove argument$/ },
    path: /^oidc\.allowed_audiences$/,
    reason: "the provider's own name is the audience that Google takes where none is given",
    holds: ({ before, object }) => {
      const [audience] = Array.isArray(before) ? before : [];
      const id = object.workload_identity_pool_provider_id;
      if (typeof audience !== "string" || typeof id !== "string") return false;
      return OWN_AUDIENCE.test(audience) && audience.endsWith(`/providers/${id}`);
    },
  },
  {
    name: "optional-of-keys",
    ...{ address: /^google_iam_workload_identity_pool_provider\./, operator: /^remove argument$/ },
    path: /^oidc\.jwks_json\.\(json\)\.keys\.\d+\.(alg|use)$/,
    reason: "RFC 7517 lets a key leave it out: its type tells the algorithm",
  },
  {
    name: "care-of-terraform",
    ...{ address: /^google_container_cluster\./, path: /^(deletion_protection|enable_autopilot)$/ },
    reason: "whether Terraform may delete the cluster, and who runs its nodes",
  },
];
