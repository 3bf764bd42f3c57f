import { asResource, placeOf, Resource, World } from "../../simulator";
import { Finding, FindingCode } from "../finding";
import { findingsIn } from "../findings";
import { Check } from "./check";

/**
 * The rules that the lab goes by, for configurations whose documents declare trusts: what the rules find that is not as declared is a
 * finding here, too.
 */
export const DECLARED_TRUSTS: readonly Check[] = [
  declared("further-trust", {
    title: "Another identity is admitted where a declared one is",
    gain: "An identity that no document declares acts with the rights of one that is declared.",
    fix: "Take the identity out of the trust policy, the pool or the credentials, or declare it as a trust of its own.",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
  }),
  declared("further-right", {
    title: "A declared identity has rights that its trust does not declare",
    gain: "The subject does more, in the cluster or with the services of the account, than its access says.",
    fix: "Remove the binding, the policy or the assignment, or declare the access with mesh.allow.",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  }),
  declared("given-out", {
    title: "The identity of a trust is given to other workloads",
    gain: "What uses the resource acts as the identity of the trust, without the trust's subject.",
    fix: "Give the resource an identity of its own.",
    page: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html",
  }),
  declared("refused-object", {
    title: "The vendor's API refuses an object of a trust",
    gain: "The apply fails half way, and leaves trusts that differ from what was reviewed.",
    fix: "Correct the argument that the finding names.",
    page: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
  }),
  declared("document-fault", {
    title: "A kubeconfig or secret leads elsewhere than the trust that it declares",
    gain: "The client sends its token to another place, or acts as another identity, than the declared one.",
    fix: "Synthesize the document again, and remove what was changed by hand.",
    page: "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins",
  }),
  declared("unclaimed-grant", {
    title: "A member of a pool has rights in a target cluster, and no document declares it",
    gain: "Tokens of the member's subject act in the cluster, and no review of the declared trusts shows it.",
    fix: "Remove the member, or declare its trust.",
    page: "https://cloud.google.com/iam/docs/workload-identity-federation",
  }),
  declared("unconfigured-provider", {
    title: "A resource names a provider that nothing configures",
    gain: "Terraform does not create the resource, so that a trust lacks what was reviewed as a part of it.",
    fix: "Configure the provider under the alias that the resource names, or correct the name.",
    page: "https://developer.hashicorp.com/terraform/language/meta-arguments/provider",
  }),
  declared("uploaded-keys", {
    title: "A pool provider accepts tokens by keys that were not declared",
    gain: "What has the private key of an uploaded key signs tokens of every subject of the issuer.",
    fix: "Upload the issuer's own public keys, or leave jwks_json out where the issuer is public.",
    page: "https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes",
  }),
];

const known = new WeakMap<World, { readonly now: number; readonly findings: readonly Finding[] }>();

/** What the rules find where a document declares trusts; nothing without one, since each rule goes by what was declared. */
function found(world: World, now: number): readonly Finding[] {
  if (world.everyEdge.length === 0) return [];
  const before = known.get(world);
  if (before?.now === now) return before.findings;
  const findings = findingsIn(world, now);
  known.set(world, { now, findings });
  return findings;
}

/**
 * What the rules cannot tell of declared trusts.
 *
 * @param now seconds since 1970
 */
export function gapsOfDeclaredTrusts(world: World, now: number): readonly Finding[] {
  return found(world, now).filter(({ severity }) => severity === "gap");
}

function declared(code: FindingCode, words: Pick<Check, "title" | "gain" | "fix" | "page">): Check {
  return {
    ...{ code: `trust-${code}`, severity: "high", ...words },
    find: (world, now) =>
      found(world, now).flatMap((one) => {
        if (one.severity !== "fault" || one.code !== code) return [];
        const { argument, reason, what } = one;
        const told = what === undefined || reason.includes(what) ? reason : `${what}: ${reason}`;
        return [{ resource: resourceOf(world, one), ...(argument === undefined ? {} : { argument }), reason: told }];
      }),
  };
}

/** What a finding is about: a resource, or the output that holds the document. */
function resourceOf({ configuration }: World, { resource, place }: Finding): Resource {
  const all = () => [...configuration.everyResource(), ...configuration.outputs.map(asResource)];
  const at = resource ?? all().find((one) => placeOf(one) === place || place.startsWith(`${placeOf(one)} `));
  return at ?? unplaced(place);
}

/** A place that is no resource of what was read: a file of a client. */
function unplaced(place: string): Resource {
  const [stack, address = place] = place.split(/: (.*)/s);
  return asResource({ stack, name: address, matches: () => false, value: () => undefined });
}
