import { Configuration, placeOf, Resource } from "../../terraform";
import { AZURE_POD_LABEL } from "../../vendor/webhooks/azure";
import { WebhookPod } from "../../vendor/webhooks/pod";
import { Reason } from "../answer";
import { ServiceEdge, WebhookAccount } from "../services/service-edge";
import { namespaceLabels, Webhook, webhookOf } from "./webhook";
import { shadowsOf, Wired, wiringOf } from "./wiring";
import { workloadsOf } from "./workloads";

/** How a webhook is when a pod is made. */
export type WebhookState = "up" | "down";

/** What became of a pod. */
export type PodOutcome =
  | { readonly kind: "wired"; readonly wired: readonly Wired[] }
  /** It starts, and SDKs find no credential. */
  | { readonly kind: "no-token"; readonly because: Reason }
  /** The API server does not admit it. */
  | { readonly kind: "not-admitted"; readonly because: Reason }
  /** SDKs find a credential that is not the token. */
  | { readonly kind: "other-credential"; readonly because: Reason };

/** Pods of an edge's service account. */
export interface PlayedPod {
  /** The workload's address; undefined for a pod that nothing of the configuration makes. */
  readonly workload?: string;
  /** Why its pods cannot be known. */
  readonly unknown?: string;
  readonly webhook: Webhook;
  /** Whether its containers have a token of their own, without the webhook. */
  readonly isWiredItself: boolean;
  become(state: WebhookState, labels?: "as they are" | "without the webhook's"): PodOutcome;
}

/**
 * The pods of an edge that a webhook wires: those of every workload in the configuration that runs as the service account, or one with
 * the label that `SourceServiceAccount` tells where no workload was read.
 */
export function playedPods(
  configuration: Configuration,
  edge: ServiceEdge,
  account: WebhookAccount,
): readonly PlayedPod[] {
  const [, , namespace, name] = edge.declaration.source.subject.split(":");
  const webhook = webhookOf(configuration, edge, account);
  const stage = { edge, account, webhook, namespace: namespaceLabels(configuration, namespace, account) };
  const { resource } = account;
  const workloads = resource ? workloadsOf(configuration, { namespace, name, resource }) : [];
  if (workloads.length === 0) {
    const labels = webhook.label === undefined ? {} : { [webhook.label]: "true" };
    return [played(stage, { labels, containers: [{ name: "app" }] })];
  }
  return workloads.map((workload) => {
    const { resource: made, argument } = workload;
    if ("pod" in workload) return played(stage, workload.pod, { resource: made, argument });
    const pod: WebhookPod = { containers: [] };
    return { ...played(stage, pod, { resource: made, argument }), unknown: workload.error.message };
  });
}

/** What a pod is played with. */
interface Stage {
  readonly edge: ServiceEdge;
  readonly account: WebhookAccount;
  readonly webhook: Webhook;
  readonly namespace: Readonly<Record<string, string>>;
}

interface Place {
  readonly resource: Resource;
  readonly argument: string;
}

function played(stage: Stage, pod: WebhookPod, place?: Place): PlayedPod {
  const { edge, webhook } = stage;
  return {
    ...(place ? { workload: placeOf(place.resource) } : {}),
    webhook,
    isWiredItself: pod.containers.some((container) => typeof wiringOf(edge, pod, container) !== "string"),
    become: (state, labels = "as they are") => {
      const changed = labels === "as they are" ? pod : { ...pod, labels: without(pod.labels, AZURE_POD_LABEL) };
      return becomes(stage, changed, state, place);
    },
  };
}

function becomes(
  { edge, account, webhook, namespace }: Stage,
  pod: WebhookPod,
  state: WebhookState,
  place: Place | undefined,
): PodOutcome {
  const because = (line: string) => ({ ...place, line });
  const passed = webhook.passesOver(pod, namespace);
  if (passed !== undefined) return unwired(edge, pod, because, `${webhook.name} leaves the pod as it is: ${passed}`);
  if (state === "down") {
    const line = `${webhook.name} is down`;
    if (!webhook.failsClosed) return unwired(edge, pod, because, `${line}, and the pod starts as it is`);
    return { kind: "not-admitted", because: because(`${line}, and its failurePolicy is Fail`) };
  }
  const made = webhook.mutate(pod, account.annotations);
  if ("refused" in made) return { kind: "not-admitted", because: because(`${webhook.name}: ${made.refused}`) };
  const tried = made.containers.map((container) => ({ container, wiring: wiringOf(edge, made, container) }));
  const shadowed = tried.flatMap(({ container, wiring }) =>
    typeof wiring === "string"
      ? []
      : shadowsOf(edge, container).map((by) => `${by} in the container "${container.name}"`),
  );
  if (shadowed.length) {
    const line = `${shadowed[0]} keeps SDKs from using what ${webhook.name} adds`;
    return { kind: "other-credential", because: because(line) };
  }
  const wired = tried.flatMap(({ wiring }) => (typeof wiring === "string" ? [] : [wiring]));
  if (wired.length) return { kind: "wired", wired };
  const reasons = tried.flatMap(({ container, wiring }) =>
    typeof wiring === "string" ? [`container "${container.name}": ${wiring}`] : [],
  );
  const atAccount = account.resource ? { resource: account.resource, argument: "metadata" } : {};
  return { kind: "no-token", because: { ...atAccount, line: reasons.join("; ") } };
}

/** A pod that the webhook did not change: SDKs go on to whatever else they find. */
function unwired(edge: ServiceEdge, pod: WebhookPod, because: (line: string) => Reason, line: string): PodOutcome {
  for (const container of pod.containers) {
    const wiring = wiringOf(edge, pod, container);
    if (typeof wiring !== "string") return { kind: "wired", wired: [wiring] };
    const [other] = shadowsOf(edge, container);
    if (other === undefined) continue;
    const found = `${line}, and SDKs in the container "${container.name}" act by ${other}`;
    return { kind: "other-credential", because: because(found) };
  }
  return { kind: "no-token", because: because(line) };
}

function without(labels: Readonly<Record<string, string>> = {}, label: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== label));
}
