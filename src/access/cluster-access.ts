import { Access } from "./access";
import { namespaceProblem } from "../clusters/kubernetes-names";
import { isLiteral, problem, Risk } from "../common";
import { pathSegmentFault } from "../vendor/kubernetes/names";

/** Built-in roles that every mechanism knows by some name. */
export enum AccessLevel {
  /** Read most objects; no Secrets. */
  VIEW = "view",
  /** Change workloads, read Secrets, act as the namespace's service accounts. */
  EDIT = "edit",
  /** Like edit, and manage roles in the namespace. */
  ADMIN = "admin",
  /** Everything in the cluster. */
  CLUSTER_ADMIN = "cluster-admin",
}

interface AccessShape {
  readonly roleKind?: "ClusterRole" | "Role";
  readonly roleName?: string;
  readonly namespaces: readonly string[];
  readonly cloudPolicy: boolean;
}

/**
 * What a trusted service account may do in the target cluster. It is an intent: Kubernetes RBAC realises it unless
 * `viaCloudPolicy` asks for the cloud's own mechanism.
 *
 * Kubernetes documentation: "Using RBAC Authorization", section on user-facing roles.
 */
export class ClusterAccess extends Access {
  /**
   * The built-in role `view`.
   *
   * @param namespaces where; without any, in the whole cluster
   */
  public static view(...namespaces: string[]): ClusterAccess {
    return ClusterAccess.level(AccessLevel.VIEW, namespaces);
  }

  /**
   * The built-in role `edit`, which reads Secrets and acts as the namespace's service accounts.
   *
   * @param namespaces where; without any, in the whole cluster, which warns
   */
  public static edit(...namespaces: string[]): ClusterAccess {
    return ClusterAccess.level(AccessLevel.EDIT, namespaces);
  }

  /**
   * The built-in role `admin`: like `edit`, and it manages the namespace's roles.
   *
   * @param namespaces where; without any, in the whole cluster, which warns
   */
  public static admin(...namespaces: string[]): ClusterAccess {
    return ClusterAccess.level(AccessLevel.ADMIN, namespaces);
  }

  /** The built-in role `cluster-admin` in the whole cluster, which warns. */
  public static clusterAdmin(): ClusterAccess {
    return ClusterAccess.level(AccessLevel.CLUSTER_ADMIN, []);
  }

  /**
   * A ClusterRole of your own, which must exist in the target cluster.
   *
   * @param name the ClusterRole's name
   * @param namespaces where; without any, in the whole cluster
   */
  public static clusterRole(name: string, ...namespaces: string[]): ClusterAccess {
    return new ClusterAccess({ roleKind: "ClusterRole", roleName: name, namespaces, cloudPolicy: false });
  }

  /**
   * A Role of your own, which must exist in its namespace.
   *
   * @param name the Role's name
   * @param namespace the Role's namespace
   */
  public static role(name: string, namespace: string): ClusterAccess {
    return new ClusterAccess({ roleKind: "Role", roleName: name, namespaces: [namespace], cloudPolicy: false });
  }

  /**
   * No rights beyond what every authenticated user has: for an identity whose bindings are kept elsewhere, by GitOps
   * for instance.
   */
  public static authenticationOnly(): ClusterAccess {
    return new ClusterAccess({ namespaces: [], cloudPolicy: false });
  }

  private static level(level: AccessLevel, namespaces: string[]): ClusterAccess {
    return new ClusterAccess({ roleKind: "ClusterRole", roleName: level, namespaces, cloudPolicy: false });
  }

  /** The kind of role, `ClusterRole` or `Role`; undefined for authentication only. */
  public readonly roleKind?: string;
  /** The role's name; undefined for authentication only. */
  public readonly roleName?: string;
  /** The namespaces, each once and sorted; empty for the whole cluster. */
  public readonly namespaces: string[];
  /** Whether the cloud's own mechanism realises the access. */
  public readonly isCloudPolicy: boolean;

  private constructor(private readonly shape: AccessShape) {
    super();
    this.roleKind = shape.roleKind;
    this.roleName = shape.roleName;
    this.namespaces = [...new Set(shape.namespaces)].sort();
    this.isCloudPolicy = shape.cloudPolicy;
  }

  /**
   * The same access by the target cloud's own mechanism instead of Kubernetes RBAC: EKS access policies, or Azure RBAC
   * role assignments. Only view, edit, admin and clusterAdmin have such a form, and GKE has none: Google IAM cannot be
   * limited to one cluster.
   */
  public viaCloudPolicy(): ClusterAccess {
    return new ClusterAccess({ ...this.shape, cloudPolicy: true });
  }

  /** The built-in level, if this is one; undefined for a role of your own. */
  public get level(): AccessLevel | undefined {
    if (this.roleKind !== "ClusterRole") return undefined;
    return Object.values(AccessLevel).find((level) => level === this.roleName);
  }

  /** Whether the access is to the whole cluster. */
  public get isClusterWide(): boolean {
    return this.roleName !== undefined && this.namespaces.length === 0;
  }

  /** The access in a few words, for reports and messages. */
  public describe(): string {
    if (this.roleName === undefined) return "authentication only";
    const where = this.isClusterWide ? "in the whole cluster" : `in ${this.namespaces.join(", ")}`;
    return `${this.level ?? `${this.roleKind} ${this.roleName}`} ${where}${this.isCloudPolicy ? " by cloud policy" : ""}`;
  }

  /**
   * Where to bind the role: the namespaces, or the whole cluster as undefined.
   * @internal
   */
  public get _places(): (string | undefined)[] {
    return this.isClusterWide ? [undefined] : this.namespaces;
  }

  /**
   * Whether there is a role to bind, and construct ids can be made of its name and namespaces.
   * @internal
   */
  public get _isRealisable(): boolean {
    return isLiteral(this.roleName) && this.namespaces.every(isLiteral);
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { roleName } = this;
    return [
      ...this.namespaces.map((namespace) => namespaceProblem("access namespace", namespace)),
      roleName !== undefined && !isLiteral(roleName)
        ? problem(
            "access role",
            "is not known at synth, and construct ids are made of it",
            "Give the role's name as a literal",
          )
        : undefined,
      isLiteral(roleName) && pathSegmentFault(roleName) !== undefined
        ? problem("access", `"${roleName}" is not a role's name`, "Give a name without slash and percent sign")
        : undefined,
      this.level === AccessLevel.CLUSTER_ADMIN && !this.isClusterWide
        ? problem(
            "access",
            "cluster-admin is for the whole cluster, and namespaces are given",
            "Use ClusterAccess.admin with these namespaces, or ClusterAccess.clusterAdmin()",
          )
        : undefined,
      this.isCloudPolicy && this.level === undefined
        ? problem(
            "access",
            `${this.roleName ?? "authentication only"} has no form as a cloud policy`,
            "Leave viaCloudPolicy out, or use view, edit, admin or clusterAdmin",
          )
        : undefined,
    ];
  }

  /** @internal */
  public _risk(): Risk | undefined {
    if (this.level === AccessLevel.CLUSTER_ADMIN) {
      const message = "cluster-admin may do everything in the target cluster, its RBAC included.";
      return { code: "cluster-admin", message };
    }
    if (this.isClusterWide && (this.level === AccessLevel.EDIT || this.level === AccessLevel.ADMIN)) {
      const message = `${this.level} in the whole cluster reads every Secret and can act as every service account. Name the namespaces if that is not meant.`;
      return { code: "cluster-wide-access", message };
    }
    return undefined;
  }
}

/** What is wrong with several accesses of one service account to one cluster taken together. */
export function contradiction(accesses: readonly ClusterAccess[]): string | undefined {
  const key = (access: ClusterAccess) => `${access.roleKind} ${access.roleName} ${access.isCloudPolicy}`;
  const wide = new Set(accesses.filter((access) => access.isClusterWide).map(key));
  const swallowed = accesses.find((access) => access.namespaces.length > 0 && wide.has(key(access)));
  if (!swallowed) return undefined;
  return problem(
    "access",
    `${swallowed.describe()} is granted beside the same role in the whole cluster, which makes the namespaces meaningless`,
    "Leave one of the two out",
  );
}
