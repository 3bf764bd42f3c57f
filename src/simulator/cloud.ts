import { Configuration, Resource } from "../terraform";
import { FurtherRight } from "./access/further-right";
import { Answer, Reason, Refused } from "./answer";
import { Assumption } from "./assumption";
import { ClusterFacts, CloudCluster } from "./clusters/cluster";
import { Endpoint } from "./clusters/endpoint";
import { Edge } from "./edges/edge";
import { FurtherIdentity } from "./edges/further-identity";
import { FurtherTrust } from "./edges/further-trust";
import { EdgeNames } from "./edges/mentions";
import { DeclaredAccess, DeclaredGrant, StatedSettings } from "../trust-declaration";
import { Opinion } from "./kubernetes/rbac";
import { AccessRequest } from "./kubernetes/request";
import { CloudName, KubernetesUser } from "./kubernetes/user";
import { ServiceEdge } from "./services/service-edge";
import { ServiceGrant } from "./services/service-grant";
import { ServiceDecision, ServiceProbe, ServiceRequest } from "./services/service-request";
import { ShownToken } from "./token";

/** What a cloud makes of a token on the way that an exec stanza leads: its answers, and the identity at the end. */
export interface Exchange<Identity> {
  readonly answers: readonly Answer<unknown>[];
  /** Undefined where an answer was no. */
  readonly identity?: Identity;
  readonly refusal?: Refused;
  /** The session's name, where a role acts. */
  readonly sessionName?: string;
}

/** A grant that was read and is not simulated. */
export interface UnseenGrant {
  /** Stack and address. */
  readonly place: string;
  readonly reason: string;
  readonly resource?: Resource;
}

/** A subject that a cloud trusts. */
export interface TrustedSubject {
  readonly subject: string;
  readonly issuer: string;
  readonly resource: Resource;
  /** Whether no literal names the subject, so that it may be an edge's own where an edge comes in there. */
  readonly isOpen?: boolean;
}

/**
 * One cloud, as the core asks it. Each method stands in a file of its own name, which is the same in every cloud's folder;
 * `clouds.ts` lists the clouds, and nothing else tells them apart.
 */
export interface Cloud<Identity = unknown> {
  /** How the plugin's subcommand and the target clusters of this cloud are called. */
  readonly kind: "eks" | "gke" | "aks";

  /** The types of resources whose grants are simulated, or told one by one. */
  readonly simulatedTypes: readonly string[];
  /** Types that are not, and that give out the identity that they mention to whatever uses them. */
  readonly givingOut: readonly string[];

  /** Whether a resource of another type is read all the same, by what it says. */
  isRead?(resource: Resource): boolean;

  /** Whether a cluster's name is of this cloud. */
  ownsCluster(name: string): boolean;
  /** What its own resource, or else its declarations, say of a cluster of this cloud. */
  readCluster(name: string, stated: StatedSettings): ClusterFacts;
  /** A cluster's name in the form that is compared. @throws UnresolvedValue */
  fullName(name: string): string;

  /** The account, project or subscription that a cluster of this cloud is in, by the cluster's name; empty where it does not say. */
  accountOf(name: string): string;

  /** Assumes the objects that an edge uses and that are not part of what was read. */
  assume(edge: Edge): readonly Assumption[];

  /** Why a source cluster of this cloud gives its service accounts no token that clouds can check. */
  refusesSource(edge: Edge): Refused | undefined;

  /** The way from a token to an identity. @param now seconds since 1970 */
  exchange(edge: Edge, token: ShownToken, now: number): Exchange<Identity>;
  /**
   * The user that a cluster sees in an identity's credential.
   *
   * @param server the URL that the client uses, where the way in decides too
   */
  authenticate(cluster: CloudCluster, identity: Identity, server?: string): Answer<KubernetesUser>;
  /** What the cloud's own authorizer says beside RBAC. */
  decide(cluster: CloudCluster, user: KubernetesUser, request: AccessRequest): Opinion;
  /** Whether the cloud's policy for a level of ClusterAccess permits a request; undefined where there is no such policy. */
  promises(level: string, request: AccessRequest): boolean | undefined;
  /** The policy that should have given a right to a user. */
  explain(cluster: CloudCluster, user: KubernetesUser): Reason | undefined;

  /** An identity in the form in which declarations name it. */
  principalName(identity: Identity): string;
  /**
   * What the cloud's services answer to an identity.
   *
   * @param home the account of resources that were not read and whose names tell none
   * @param now seconds since 1970
   */
  decideService(identity: Identity, request: ServiceRequest, home: string, now: number): ServiceDecision;
  /** Why no policy of this cloud can match a request for its services: a misspelt action, say. */
  serviceRequestFault(request: ServiceRequest): string | undefined;
  /** Whether what was declared of an edge to services permits a request; undefined where that is not known. */
  promisesService(edge: ServiceEdge, request: ServiceRequest, now: number): boolean | undefined;
  /** What an edge to services is tried by. */
  serviceProbes(edge: ServiceEdge, identity: Identity | undefined): readonly ServiceProbe[];

  /** What the policies that were read give to an identity, declared or not. */
  serviceGrants(declared: readonly DeclaredGrant[], identity: Identity): readonly ServiceGrant[];
  /** Whether an edge's identity was given by others. */
  isAdopted(edge: Edge, identity: Identity): boolean;
  /** Whether a grant is what an edge needs to reach its cluster, or counts in the cluster alone, where `grantsTo` tells it. */
  isOfCluster(edge: Edge, cluster: CloudCluster, grant: ServiceGrant): boolean;

  /** What the cloud grants to a user in a cluster beside the declared accesses. */
  grantsTo(cluster: CloudCluster, user: KubernetesUser, accesses: readonly DeclaredAccess[]): readonly FurtherRight[];
  /** Identities beside those of the edges that are admitted where an edge's service account is. */
  admittedTo(edges: readonly Edge[]): (edge: Edge) => readonly FurtherTrust[];
  /** Identities that an edge's identity may go on to, and that no edge of its subject declares. */
  leadsOn(edges: readonly Edge[]): (edge: Edge, now: number) => readonly FurtherIdentity[];
  /** The audiences that are accepted where an edge comes in, its own among them. */
  audiencesAt(edge: Edge): readonly string[];
  /** A user's name in this cloud that nothing was granted to. */
  stranger(name: string): CloudName;

  /** Where the cloud's clusters are, by the resources that make or look them up. */
  endpoints(configuration: Configuration): readonly Endpoint[];
  /** Grants that were read and are not simulated. */
  unseen(configuration: Configuration, edges: readonly Edge[]): readonly UnseenGrant[];
  /** The subjects that the cloud trusts, and the resources by which an edge comes in. */
  trusts(configuration: Configuration): readonly TrustedSubject[];
  usedBy(edge: Edge): readonly (Resource | undefined)[];
  /** What the cloud's resources name an edge by. */
  namesOf(edge: Edge): EdgeNames;
}
