import {
  accessBy,
  NamedBearer,
  requestBy,
  rightsWords,
  ServiceAnswer,
  serviceRightsOf,
  ServiceWay,
  serviceWaysOf,
} from "../rights";
import {
  DeclaredGrant,
  principalName,
  requestWords,
  ServiceEdge,
  ServiceRequest,
  serviceRequestFault,
} from "../simulator";
import { Answered, UnknownName } from "./answered";
import { Mesh } from "./mesh";
import { AccessLike } from "./types";

/** What accesses to services have beside what they export. */
interface Declaring {
  _declared?(place: unknown): DeclaredGrant | readonly DeclaredGrant[];
}

/** What `AzureAccess` exports. */
interface Assigned {
  readonly roleId?: string;
  readonly roleName?: string;
  readonly scope?: string;
  describe(): string;
}

/** Whether an access is to services of an account, and not to a cluster. */
export function isServiceAccess(access: AccessLike | undefined): boolean {
  return typeof access === "object" && !("namespaces" in access);
}

/**
 * What a subject may do with the services of an account.
 *
 * @throws UnknownName
 */
export function askService(
  { world }: Mesh,
  into: readonly ServiceEdge[],
  bearer: NamedBearer,
  access: AccessLike | undefined,
): Answered {
  const now = Date.now() / 1000;
  const name = `${bearer.name} → ${into[0].service.account.name}`;
  const request = typeof access === "string" ? requestFrom(access) : undefined;
  const grants = typeof access === "object" ? grantsOf(access, into[0]) : [];
  const words = request ? requestWords(request) : grants[0]?.words;
  const asked = request ? [request] : grants.flatMap(actionsOf);
  const [fault] = asked.flatMap((one) => serviceRequestFault(world, into[0], one) ?? []);
  if (fault !== undefined) throw new UnknownName(`"${words}" asks what no policy can match: ${fault}`);
  if (request && /.\*|\*./.test(request.resource)) {
    throw new UnknownName(
      `"${words}" has a "*" in its resource, which a policy for some of it does not match. Ask for one resource`,
    );
  }
  const question = words === undefined ? name : `${name}: ${words}`;
  const ways = serviceWaysOf(world, into, bearer, now);
  const entered = ways.filter(({ identity }) => identity !== undefined);
  if (entered.length === 0) return { question, ...refused(ways[0]) };
  const [first] = entered;
  if (access === undefined) {
    const observed = `uses the account as ${principalName(world, first.edge, first.identity)}`;
    return { question, verdict: "all", observed };
  }
  const answers = entered.map((way) =>
    request ? requestBy(world, way, request, now) : accessBy(world, way, grants, now),
  );
  const best = BEST.flatMap((verdict) => answers.find((one) => one.verdict === verdict) ?? [])[0];
  const held = entered.flatMap(({ edge, identity }) => serviceRightsOf(world, edge, identity, now));
  const has = rightsWords(held).join("; ") || "nothing in the account";
  return { question, ...best, observed: best.verdict === "unknown" ? `not known; has ${has}` : `has ${has}` };
}

/** The actions of a grant that are no patterns, of any resource. */
function actionsOf({ actions = [] }: DeclaredGrant): readonly ServiceRequest[] {
  return actions.filter((action) => !/[*?]/.test(action)).map((action) => ({ action, resource: "*" }));
}

/** What counts first of several ways. */
const BEST: readonly ServiceAnswer["verdict"][] = ["all", "part", "unknown", "none"];

function refused(way: ServiceWay | undefined): Omit<Answered, "question"> {
  if (!way?.refusal) return { verdict: "none", observed: "has no way to the account" };
  const { hop, code, message, because } = way.refusal;
  if (code === "not simulated") return { verdict: "unknown", observed: `not known: ${because.line}`, because };
  return { verdict: "none", observed: `refused at ${hop}: ${code}: ${message}`, because };
}

/** `s3:GetObject on arn:aws:s3:::acme-reports/a`. @throws UnknownName */
function requestFrom(text: string): ServiceRequest {
  const [, action, resource = "*"] = /^(\S+)(?: on (\S+))?$/.exec(text.trim()) ?? [];
  if (action !== undefined) return { action, resource };
  throw new UnknownName(
    `"${text}" is no request to an account, ACTION on RESOURCE (s3:GetObject on arn:aws:s3:::acme/a)`,
  );
}

/** What an access declares in the account of an edge. @throws UnknownName for one of another cloud, or not known at synth */
function grantsOf(access: Exclude<AccessLike, string>, { service: { account }, declaration }: ServiceEdge) {
  if ("namespaces" in access) {
    throw new UnknownName(`a ClusterAccess is asked of a cluster, and ${account.name} is an account`);
  }
  const grants = declaredBy(access, account.cloud, account.id, declaration.principal);
  if (/\$\{|TfToken/.test(JSON.stringify(grants))) {
    throw new UnknownName(`${access.describe()} has a value that is not known at synth. Give names, not references`);
  }
  return grants;
}

function declaredBy(
  access: Assigned & Declaring,
  cloud: ServiceEdge["service"]["account"]["cloud"],
  id: string,
  principal: string,
): readonly DeclaredGrant[] {
  const { scope, roleId, roleName = "" } = access;
  const isAzure = scope !== undefined;
  const isAws = "managedPolicyArn" in access || (!isAzure && !("roleName" in access));
  if ((isAzure ? "azure" : isAws ? "aws" : "google") !== cloud) {
    throw new UnknownName(`${access.describe()} is an access of another cloud than the account's`);
  }
  if (isAzure) return [{ words: access.describe(), role: roleId ?? roleName, resources: [scope] }];
  const place = isAws ? { partition: principal.split(":")[1] || "aws", accountId: id } : id;
  return [access._declared?.(place) ?? []].flat();
}
