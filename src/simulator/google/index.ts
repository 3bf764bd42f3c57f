import { Assignable, Configuration, Resource } from "../../terraform";
import { DeclaredAccess, StatedSettings } from "../../trust-declaration";
import { FurtherRight } from "../access/further-right";
import { Answer, Reason, Refused } from "../answer";
import { Assumption } from "../assumption";
import { Cloud, Exchange, TrustedSubject, UnseenGrant } from "../cloud";
import { ClusterFacts, CloudCluster } from "../clusters/cluster";
import { Endpoint } from "../clusters/endpoint";
import { Edge } from "../edges/edge";
import { FurtherTrust } from "../edges/further-trust";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest } from "../kubernetes/request";
import { CloudName, KubernetesUser } from "../kubernetes/user";
import { LeftOut } from "../left-out";
import { ShownToken } from "../token";
import { GoogleProjects } from "./projects";
import { admittedTo } from "./admitted-to";
import { assign } from "./assign";
import { assume } from "./assume";
import { audiencesAt } from "./audiences";
import { authenticate } from "./authenticate";
import { fullName, ownsCluster, readCluster } from "./clusters";
import { decide } from "./decide";
import { endpoints } from "./endpoints";
import { exchange } from "./exchange";
import { explain } from "./explain";
import { grantsTo } from "./grants-to";
import { googleName } from "./name";
import { promises } from "./promises";
import { GoogleWorld } from "./read";
import { Principal } from "./principal";
import { sourceProblems } from "./sources";
import { trusts, usedBy } from "./trusts";
import { GIVING_OUT, SIMULATED_TYPES } from "./types";
import { unseen } from "./unseen";

/** Google Cloud: STS, IAM and GKE. */
export class Google implements Cloud<Principal> {
  public readonly kind = "gke";

  public readonly simulatedTypes = SIMULATED_TYPES;
  public readonly givingOut = GIVING_OUT;
  private readonly sourceProblem: (edge: Edge) => Refused | undefined;

  private constructor(
    private readonly configuration: Configuration,
    public readonly facts: GoogleWorld,
  ) {
    this.sourceProblem = sourceProblems();
  }

  /** Answers what the cloud assigns while a configuration is read, and then reads it. */
  public static begin(configuration: () => Configuration) {
    const projects = new GoogleProjects(configuration);
    return {
      types: /^google_/,
      assign: (resource: Assignable, attribute: string) => assign(projects, resource, attribute),
      read: (leftOut: LeftOut) => new Google(configuration(), new GoogleWorld(configuration(), projects, leftOut)),
    };
  }

  public ownsCluster(name: string): boolean {
    return ownsCluster(name);
  }

  public readCluster(name: string, stated: StatedSettings): ClusterFacts {
    return readCluster(this.configuration, name, stated);
  }

  public fullName(name: string): string {
    return fullName(name);
  }

  public refusesSource(edge: Edge): Refused | undefined {
    return this.sourceProblem(edge);
  }

  public assume(edge: Edge): readonly Assumption[] {
    return assume(this.facts, edge);
  }

  public exchange(edge: Edge, token: ShownToken, now: number): Exchange<Principal> {
    return exchange(this.facts, edge, token, now);
  }

  public authenticate(cluster: CloudCluster, identity: Principal, server?: string): Answer<KubernetesUser> {
    return authenticate(this.facts, cluster, identity, server);
  }

  public decide(cluster: CloudCluster, user: KubernetesUser, request: AccessRequest): Opinion {
    return decide(this.facts, cluster, user, request);
  }

  public promises(level: string, request: AccessRequest): boolean | undefined {
    return promises(level, request);
  }

  public explain(cluster: CloudCluster, user: KubernetesUser): Reason | undefined {
    return explain(this.facts, cluster, user);
  }

  public grantsTo(
    cluster: CloudCluster,
    user: KubernetesUser,
    accesses: readonly DeclaredAccess[],
  ): readonly FurtherRight[] {
    return grantsTo(this.facts, cluster, user, accesses);
  }

  public admittedTo(edges: readonly Edge[]): (edge: Edge) => readonly FurtherTrust[] {
    return admittedTo(this.facts, edges);
  }

  public audiencesAt(edge: Edge): readonly string[] {
    return audiencesAt(this.facts, edge);
  }

  public stranger(name: string): CloudName {
    return googleName({ kind: "service account", email: name });
  }

  public endpoints(configuration: Configuration): readonly Endpoint[] {
    return endpoints(configuration);
  }

  public unseen(configuration: Configuration): readonly UnseenGrant[] {
    return unseen(this.facts, configuration);
  }

  public trusts(configuration: Configuration): readonly TrustedSubject[] {
    return trusts(configuration);
  }

  public usedBy(edge: Edge): readonly (Resource | undefined)[] {
    return usedBy(this.facts, edge);
  }
}
