import { unseenGrants } from "../../src/findings/rules/unseen-grants";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** What brings objects into a cluster that Terraform does not read, bindings among them. */
const CLUSTER = declaration().target.name;
const into = declaring({ declaration: declaration(), args: EKS_ARGS });
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const found = (...stacks: Stack[]) =>
  unseenGrants(read(merged(...stacks)), NOW).map(({ severity, place, reason }) => `${severity} ${place} ${reason}`);
const manifest = (apiVersion: string, kind: string): Args => ({
  manifest: { apiVersion, kind, metadata: { name: "x", namespace: "y" }, spec: { path: "./rbac" } },
});

describe("what delivers objects of a repository or a chart", () => {
  it.each<[string, string, Args]>([
    ["Argo CD, Declarative Setup", "argocd_application", { spec: { source: { repo_url: "https://git.example.com" } } }],
    ["Argo CD, ApplicationSet", "argocd_application_set", { spec: {} }],
    ["Flux, flux bootstrap git", "flux_bootstrap_git", { path: "clusters/x" }],
    ["Microsoft Learn, GitOps with Flux", "azurerm_kubernetes_flux_configuration", { cluster_id: CLUSTER }],
    [
      "Microsoft Learn, GitOps with Flux",
      "azurerm_arc_kubernetes_flux_configuration",
      { cluster_id: "${var.unknown}" },
    ],
    [
      "Google Cloud, Config Sync",
      "google_gke_hub_feature_membership",
      { configmanagement: { config_sync: { git: { sync_repo: "https://git.example.com" } } } },
    ],
    ["Argo CD, Declarative Setup", "kubernetes_manifest", manifest("argoproj.io/v1alpha1", "Application")],
    ["Flux, Kustomization", "kubernetes_manifest", manifest("kustomize.toolkit.fluxcd.io/v1", "Kustomization")],
    ["Flux, HelmRelease", "kubernetes_manifest", manifest("helm.toolkit.fluxcd.io/v2", "HelmRelease")],
    ["Config Sync, RootSync", "kubernetes_manifest", manifest("configsync.gke.io/v1beta1", "RootSync")],
    [
      "Flux, Kustomization",
      "kubectl_manifest",
      { yaml_body: "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x}\n" },
    ],
  ])("is told, %s: %s %j", (_source, type, args) => {
    expect(found(into, one(type, args))).toEqual([`gap mesh: ${type}.one what it makes in its cluster is not read`]);
  });

  it.each<[string, string, Args]>([
    ["of another cluster", "azurerm_kubernetes_flux_configuration", { cluster_id: `${CLUSTER}-2` }],
    ["of a fleet that checks policies alone", "google_gke_hub_feature_membership", { policycontroller: {} }],
    ["of Argo CD that delivers nothing", "kubernetes_manifest", manifest("argoproj.io/v1alpha1", "AppProject")],
    ["of another group's Application", "kubernetes_manifest", manifest("app.k8s.io/v1beta1", "Application")],
    ["of Flux that is a source", "kubernetes_manifest", manifest("source.toolkit.fluxcd.io/v1", "GitRepository")],
  ])("is no object %s: %s %j", (_what, type, args) => {
    expect(found(into, one(type, args))).toEqual([]);
  });

  it("is none where no edge leads into a cluster", () => {
    expect(found(one("argocd_application", { spec: {} }))).toEqual([]);
  });
});

describe("a label on a ClusterRole that something else makes", () => {
  // Kubernetes documentation, "Aggregated ClusterRoles": view, edit and admin take over the rules of roles with these labels.
  const labels = (kind: string, label: string) =>
    one("kubernetes_labels", {
      ...{ api_version: "rbac.authorization.k8s.io/v1", kind, metadata: { name: "secret-reader" } },
      labels: { [label]: "true" },
    });
  const AGGREGATES = "rbac.authorization.k8s.io/aggregate-to-edit";

  it("is told where other roles take its rules over by it", () => {
    expect(found(into, labels("ClusterRole", AGGREGATES))).toEqual([
      "gap mesh: kubernetes_labels.one it labels a ClusterRole that other roles take the rules of, and those are not read",
    ]);
  });

  it("is not told of other labels and kinds, or where no edge leads into a cluster", () => {
    expect(found(into, labels("ClusterRole", "team"))).toEqual([]);
    expect(found(into, labels("Namespace", AGGREGATES))).toEqual([]);
    expect(found(labels("ClusterRole", AGGREGATES))).toEqual([]);
  });
});
