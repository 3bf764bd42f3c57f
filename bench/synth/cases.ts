/** A kind of edges that is measured: two programs that make the same resources. */
export interface Case {
  /** Where its edges lead, as `--edges` names it. */
  readonly name: string;
  /** The program that makes the resources by the providers' classes. */
  readonly direct: string;
  /** The program that makes them by the library. */
  readonly mesh: string;
  /**
   * How many resources an edge into a member of AWS, Google Cloud and Azure needs at least. An edge shares nothing with
   * another one, because source or account differ.
   */
  readonly perEdge: readonly [number, number, number];
}

/** Every kind of edges. */
export const CASES: readonly Case[] = [
  {
    name: "clusters",
    direct: "direct",
    mesh: "mesh",
    // Into EKS the registered issuer, a role, an access entry and a binding; into GKE a pool, its provider, the right to look the
    // cluster up and a binding; into AKS an identity, its credential and a binding.
    perEdge: [4, 4, 3],
  },
  {
    name: "accounts",
    direct: "accounts-direct",
    mesh: "accounts-mesh",
    // In AWS the registered issuer, a role and its policy; in Google Cloud a pool, its provider and a member of the bucket; in
    // Azure an identity, its credential and a role assignment.
    perEdge: [3, 3, 3],
  },
];

/** The least possible number of resources for n members, each in an account of its own, each trusting all others. */
export function leastResources({ perEdge }: Case, size: number): number {
  return Array.from({ length: size }, (_, index) => (size - 1) * perEdge[index % 3]).reduce(
    (sum, count) => sum + count,
  );
}
