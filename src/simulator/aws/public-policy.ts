import { operatorName } from "./condition-operators";
import { listed } from "./listed";
import { PolicyDocument, Statement } from "./statement";

/** Keys that limit a statement for everybody where their values are fixed, in lower case. */
const LIMITING =
  /^(aws:(source(ip|arn|vpc|vpce|owner|account|orgid|orgpaths)|vpcsourceip|userid|principal(arn|account|orgid|orgpaths|servicename))|s3:(dataaccesspointarn|dataaccesspointaccount|x-amz-server-side-encryption-aws-kms-key-id))$/;
const COMPARING = /^(string(equals|equalsignorecase|like)|arn(equals|like)|ipaddress)$/;

/**
 * Whether Amazon S3 takes a bucket's policy for public: a statement lets everybody in, and no condition limits it to fixed values,
 * which have neither wildcards nor policy variables.
 *
 * Amazon S3 User Guide: "Blocking public access to your Amazon S3 storage", The meaning of "public".
 */
export function isPublic({ statements }: PolicyDocument): boolean {
  return statements.some((one) => one.Effect === "Allow" && isForEverybody(one) && !isLimited(one));
}

function isForEverybody({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined || Principal === "*") return true;
  return Object.values((Principal ?? {}) as Record<string, unknown>).some((names) => listed(names).includes("*"));
}

function isLimited({ Condition }: Statement): boolean {
  return Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>).some(([operator, keys]) => {
    const { name, set, ifExists } = operatorName(operator);
    if (ifExists || set === "forallvalues" || !COMPARING.test(name)) return false;
    return Object.entries(keys).some(
      ([key, values]) => LIMITING.test(key.toLowerCase()) && listed(values).every((one) => isFixed(key, one)),
    );
  });
}

/** A value without wildcards and policy variables; the ARN of an access point is fixed by its account. */
function isFixed(key: string, value: string): boolean {
  const [, , , , account] = value.split(":");
  if (key.toLowerCase() === "s3:dataaccesspointarn") return /^\d{12}$/.test(account ?? "");
  if (/^(0\.0\.0\.0|::)\/0$/.test(value)) return false;
  return !/[*?]|\$\{/.test(value);
}
