import { ListedHolder } from "../../../src/rights";

/** Names of a configuration that would be markup, commands or further lines in one of the formats. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  "</script><img src=x onerror=alert(1)>",
  "`whoami`",
  "a|b|c",
  '"]; click n0 href "javascript:alert(1)',
  "\u001b[2J\u001b]0;title\u0007",
  "line\nbreak\r\n::error::forged",
  "]]>&amp;<!--",
  "[link](javascript:alert(1))",
  'end" \\',
  "right\u202eleft\u200b",
  "%%{init: {}}%%",
];

/** A subject at a destination in which every text is a name. */
export function holder(name: string, to = name): ListedHolder {
  return {
    from: { name: `west:${name}`, cluster: "west" },
    to: { kind: "cluster", label: to, name: to, cloud: "AWS", account: name },
    ...{ declared: true, state: "admitted", principal: name, user: { name, groups: [name] }, missing: [] },
    by: [{ hop: "exchange", address: name, where: name, line: name }],
    rights: [{ kind: "ClusterRole", name, namespaces: [name], declared: false, address: name, line: name }],
  };
}

/** A mesh of n clusters, each of which has a service account that acts in every other one. */
export function fleet(size: number): readonly ListedHolder[] {
  const clouds = ["AWS", "Google Cloud", "Azure"] as const;
  const names = Array.from({ length: size }, (_, i) => `cluster-${String(i).padStart(3, "0")}`);
  return names.flatMap((from) =>
    names.flatMap((to, i): ListedHolder[] => {
      if (from === to) return [];
      const address = `access-${i}: kubernetes_role_binding_v1.mesh_${from}_ci_runner_in_${to}_in-payments_cluster-role_edit_4A7ED6A8`;
      return [
        {
          from: { name: `${from}:ci/runner`, cluster: from },
          to: { kind: "cluster", label: to, name: to, cloud: clouds[i % 3], account: `account-${i}` },
          ...{ declared: true, state: "admitted", principal: "p", missing: [] },
          user: { name: `principal://iam.googleapis.com/projects/1/locations/global/${from}/${to}`, groups: [] },
          by: [{ hop: "exchange", address: `access-${i}: aws_iam_role.${from}_${to}`, line: "" }],
          rights: [{ kind: "ClusterRole", name: "edit", namespaces: ["payments"], declared: true, address, line: "" }],
        },
      ];
    }),
  );
}
