import { azureCloudByHost } from "../../vendor/azure/clouds";
import { ContainerVariable, shadowsIn } from "../../vendor/sdk-variables";
import { tokenAt, variableIn, WebhookContainer, WebhookPod } from "../../vendor/webhooks/pod";
import { ServiceEdge } from "../services/service-edge";

/** What a vendor's SDK finds in a container that a webhook wired. */
export interface Wired {
  readonly container: string;
  /** The identity that the variables name, as the plugin's flags have it. */
  readonly flags: Readonly<Record<string, string>>;
  /** The audience of the token that the variables name. */
  readonly audience: string;
}

/** What an SDK finds in a container, or why it finds no token. */
export function wiringOf(edge: ServiceEdge, pod: WebhookPod, container: WebhookContainer): Wired | string {
  const { cloud } = edge.service.account;
  const value = (name: string) => variableIn(container, name) || undefined;
  const fileVariable = FILE_VARIABLES[cloud];
  const file = fileVariable === undefined ? undefined : value(fileVariable);
  if (file === undefined) return `has no ${fileVariable ?? "token's file"}`;
  const token = tokenAt(pod, container, file.replace(/^C:/, "").replaceAll("\\", "/"));
  if (!token) return `has no projected token at ${file}`;
  const identity = IDENTITY_VARIABLES[cloud] ?? {};
  const missing = Object.values(identity).find((name) => value(name) === undefined);
  if (missing !== undefined) return `has no ${missing}`;
  const flags = Object.fromEntries(Object.entries(identity).map(([flag, name]) => [flag, value(name) ?? ""]));
  const authority = value("AZURE_AUTHORITY_HOST")?.replace(/^https:\/\/|\/+$/g, "") ?? "";
  const { name = "public" } = azureCloudByHost(authority) ?? {};
  return {
    container: container.name,
    flags: name === "public" ? flags : { ...flags, cloud: name },
    audience: token.audience,
  };
}

const FILE_VARIABLES: Readonly<Record<string, string | undefined>> = {
  aws: "AWS_WEB_IDENTITY_TOKEN_FILE",
  azure: "AZURE_FEDERATED_TOKEN_FILE",
};
/** The variables of an identity, by the plugin's flags. */
const IDENTITY_VARIABLES: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
  aws: { "role-arn": "AWS_ROLE_ARN" },
  azure: { "client-id": "AZURE_CLIENT_ID", "tenant-id": "AZURE_TENANT_ID" },
};

/** The edge as a container's variables tell it. No webhook names the session. */
export function byVariables(edge: ServiceEdge, { flags }: Wired): ServiceEdge {
  const told = Object.entries(edge.request.flags).filter(([flag]) => flag !== "session-name" && flag !== "cloud");
  return { ...edge, request: { ...edge.request, flags: { ...Object.fromEntries(told), ...flags } } };
}

/** Variables of a container that SDKs prefer to the token. */
export function shadowsOf(edge: ServiceEdge, { env = [] }: WebhookContainer): readonly string[] {
  const of = FILE_VARIABLES[edge.service.account.cloud];
  if (of === undefined) return [];
  const own: readonly ContainerVariable[] = env.filter(({ name }) => name !== of);
  return shadowsIn([...own, { name: of, value: "the token's" }], ({ name }) => name === of).map(({ name }) => name);
}
