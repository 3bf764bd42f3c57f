import { Assignable, Configuration, Resource } from "../../terraform";
import { DeclaredAccess, DeclaredGrant, StatedSettings } from "../../trust-declaration";
import { FurtherRight } from "../access/further-right";
import { Answer, Reason, Refused } from "../answer";
import { Assumption } from "../assumption";
import { Cloud, Exchange, TrustedSubject, UnseenGrant } from "../cloud";
import { ClusterFacts, CloudCluster } from "../clusters/cluster";
import { Endpoint } from "../clusters/endpoint";
import { Edge } from "../edges/edge";
import { FurtherIdentity } from "../edges/further-identity";
import { FurtherTrust } from "../edges/further-trust";
import { EdgeNames } from "../edges/mentions";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest } from "../kubernetes/request";
import { CloudName, KubernetesUser } from "../kubernetes/user";
import { LeftOut } from "../left-out";
import { ServiceEdge } from "../services/service-edge";
import { ServiceGrant } from "../services/service-grant";
import { ServiceDecision, ServiceProbe, ServiceRequest } from "../services/service-request";
import { ShownToken } from "../token";
import { AzureSubscriptions } from "./subscriptions";
import { admittedTo } from "./admitted-to";
import { assign } from "./assign";
import { assume } from "./assume";
import { audiencesAt } from "./audiences";
import { authenticate } from "./authenticate";
import { isReadOfAzapi } from "./azapi";
import { accountOf, fullName, ownsCluster, readCluster } from "./clusters";
import { decide } from "./decide";
import { endpoints } from "./endpoints";
import { exchange } from "./exchange";
import { explain } from "./explain";
import { grantsTo } from "./grants-to";
import { isOfCluster } from "./is-of-cluster";
import { leadsOn } from "./leads-on";
import { azureName } from "./name";
import { namesOf } from "./names-of";
import { promises } from "./promises";
import { AzureWorld, ManagedIdentity } from "./read";
import { requestFault } from "./request-fault";
import { decideService } from "./service-decision";
import { serviceGrants } from "./service-grants";
import { serviceProbes } from "./service-probes";
import { promisesService } from "./service-promise";
import { sourceProblems } from "./sources";
import { trusts, usedBy } from "./trusts";
import { GIVING_OUT, SIMULATED_TYPES } from "./types";
import { unseen } from "./unseen";

/** Azure: Entra, role assignments and AKS. */
export class Azure implements Cloud<ManagedIdentity> {
  public readonly kind = "aks";

  public readonly simulatedTypes = SIMULATED_TYPES;
  public readonly givingOut = GIVING_OUT;
  private readonly sourceProblem: (edge: Edge) => Refused | undefined;

  private constructor(
    private readonly configuration: Configuration,
    public readonly facts: AzureWorld,
  ) {
    this.sourceProblem = sourceProblems(configuration);
  }

  /** Answers what the cloud assigns while a configuration is read, and then reads it. */
  public static begin(configuration: () => Configuration) {
    const subscriptions = new AzureSubscriptions(configuration);
    return {
      types: /^(azure(rm|ad)_|azapi_resource$)/,
      assign: (resource: Assignable, attribute: string) => assign(subscriptions, resource, attribute),
      read: (leftOut: LeftOut) => {
        const facts = new AzureWorld(configuration(), leftOut, subscriptions);
        return new Azure(configuration(), facts);
      },
    };
  }

  public isRead(resource: Resource): boolean {
    return isReadOfAzapi(resource);
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

  public accountOf(name: string): string {
    return accountOf(name);
  }

  public refusesSource(edge: Edge): Refused | undefined {
    return this.sourceProblem(edge);
  }

  public assume(edge: Edge): readonly Assumption[] {
    return assume(this.facts, edge);
  }

  public exchange(edge: Edge, token: ShownToken, now: number): Exchange<ManagedIdentity> {
    return exchange(this.facts, edge, token, now);
  }

  public authenticate(
    cluster: CloudCluster,
    identity: Pick<ManagedIdentity, "principalId" | "resource">,
  ): Answer<KubernetesUser> {
    return authenticate(cluster, identity, this.facts.groupsOf(identity.principalId));
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

  public principalName({ principalId }: ManagedIdentity): string {
    return principalId;
  }

  public decideService(
    identity: ManagedIdentity,
    request: ServiceRequest,
    _home: string,
    now: number,
  ): ServiceDecision {
    return decideService(this.facts, identity, request, now);
  }

  public serviceRequestFault(request: ServiceRequest): string | undefined {
    return requestFault(request, this.facts.customOperations);
  }

  public promisesService(edge: ServiceEdge, request: ServiceRequest): boolean | undefined {
    return promisesService(this.facts, edge, request);
  }

  public serviceProbes(edge: ServiceEdge): readonly ServiceProbe[] {
    return serviceProbes(this.facts, edge);
  }

  public serviceGrants(declared: readonly DeclaredGrant[], identity: ManagedIdentity): readonly ServiceGrant[] {
    return serviceGrants(this.facts, declared, identity);
  }

  public isAdopted({ declaration }: Edge, { id }: ManagedIdentity): boolean {
    return declaration.adopted.includes(id);
  }

  public isOfCluster(edge: Edge, cluster: CloudCluster, grant: ServiceGrant): boolean {
    return isOfCluster(edge, cluster, grant);
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

  public leadsOn(): () => readonly FurtherIdentity[] {
    return leadsOn();
  }

  public audiencesAt(edge: Edge): readonly string[] {
    return audiencesAt(this.facts, edge);
  }

  public stranger(name: string): CloudName {
    return azureName(name);
  }

  public endpoints(configuration: Configuration): readonly Endpoint[] {
    return endpoints(configuration);
  }

  public unseen(configuration: Configuration, edges: readonly Edge[]): readonly UnseenGrant[] {
    return unseen(this.facts, configuration, edges);
  }

  public trusts(configuration: Configuration): readonly TrustedSubject[] {
    return trusts(configuration);
  }

  public usedBy(edge: Edge): readonly (Resource | undefined)[] {
    return usedBy(this.facts, edge);
  }

  public namesOf(edge: Edge): EdgeNames {
    return namesOf(this.facts, edge);
  }
}
