/**
 * Judges trust policies of roles by a second evaluator: one line of JSON in, one out. A program of its own, since the library
 * is under the AGPL and no part of cdktf-trust-mesh.
 */
import { createInterface } from "node:readline";
import { runSimulation } from "@cloud-copilot/iam-simulate";

async function judge({ policy, principal, action, role, context }) {
  const { resultType, errors, ...result } = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource: role, accountId: role.split(":")[4] },
        contextVariables: context,
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: policy,
    },
    {},
  );
  if (resultType === "error") throw new Error(JSON.stringify(errors));
  const { overallResult, analysis } = { ...result.result, ...result };
  return { verdict: overallResult ?? analysis?.result };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { answer: await judge(JSON.parse(line)) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
