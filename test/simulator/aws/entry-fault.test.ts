import { entryFault } from "../../../src/simulator/aws/entry-fault";
import { AccessEntry } from "../../../src/simulator/aws/read";

/** What EKS refuses in an access entry. Amazon EKS User Guide: "Create access entries". */
const entry = (parts: Partial<AccessEntry>): AccessEntry =>
  ({
    principalArn: "arn:aws:iam::111122223333:role/r",
    userName: "",
    groups: [],
    type: "STANDARD",
    ...parts,
  }) as AccessEntry;

describe("an access entry that EKS refuses", () => {
  it.each<[Partial<AccessEntry>, string]>([
    [{ groups: ["system:masters"] }, "kubernetes_groups"],
    [{ groups: ["readers", "eks:nodes"] }, "kubernetes_groups"],
    [{ groups: [""] }, "kubernetes_groups"],
    [{ userName: "system:node:x" }, "user_name"],
    [{ userName: "aws:x" }, "user_name"],
    [{ userName: "ci{{SessionName}}" }, "user_name"],
    [{ type: "EC2_LINUX", groups: ["readers"] }, "kubernetes_groups"],
    [{ type: "FARGATE_LINUX", userName: "ci" }, "user_name"],
    [{ type: "ORDINARY" }, "type"],
  ])("is found: %j", (parts, argument) => {
    expect(entryFault(entry(parts))).toMatchObject({ argument });
  });

  it.each<Partial<AccessEntry>>([
    {},
    { groups: ["readers", "systems"], userName: "ci:{{SessionName}}" },
    { userName: "{{AccountID}}:{{SessionNameRaw}}" },
    { type: "EC2_LINUX" },
  ])("is not one that it takes: %j", (parts) => {
    expect(entryFault(entry(parts))).toBeUndefined();
  });
});
