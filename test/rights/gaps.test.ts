import { findingsIn } from "../../src/findings";
import { mayGrantMore, rightsIn } from "../../src/rights";
import { account, ACCOUNT, HOST, policyOf, ROLE_ARN, trusting } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

const WEST = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;
const exact = trusting({ Condition: { StringEquals: { [`${HOST}:sub`]: SUBJECT, [`${HOST}:aud`]: "client-a" } } });
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const everything = policyOf({ Effect: "Allow", Action: "s3:*", Resource: "*" });

/** A mesh whose edge has more in its cluster and with services than it declares, and objects that the vendors' APIs refuse. */
function world() {
  const edge = { args: EKS_ARGS, declaration: declaration({ target: { name: WEST } }) };
  return read(
    merged(
      account([exact], { permissions_boundary: "arn:aws:iam::111122223333:policy/unread" }),
      one("aws_eks_access_entry", { cluster_name: "west", principal_arn: ROLE_ARN }),
      one("aws_eks_access_policy_association", {
        ...{ cluster_name: "west", principal_arn: ROLE_ARN, access_scope: { type: "cluster" } },
        policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      }),
      one("aws_iam_role_policy", { name: "own", role: "reader", policy: everything }),
      one("aws_iam_policy", { name: "dangling", policy: "${aws_iam_policy.missing.policy}" }),
      declaring(edge),
    ),
  );
}

describe("the gaps of rights", () => {
  it("are all that the rules find that may grant more", () => {
    const found = findingsIn(world(), NOW);
    const kinds = new Set(found.map(({ code, severity, hop }) => [code, severity, hop ?? ""].join(" ")));

    expect([...kinds]).toEqual(
      expect.arrayContaining([
        "further-right fault authorization",
        "further-right gap authorization",
        "refused-object fault ",
      ]),
    );
    const told = ({ code, place, reason }: (typeof found)[number]) => `${code} ${place}: ${reason}`;
    expect(rightsIn(world(), NOW).gaps.map(told)).toEqual(found.filter(mayGrantMore).map(told));
  });
});
