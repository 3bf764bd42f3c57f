import { Fn, Token } from "cdktf";
import { isLiteral, problem } from "../../common";
import { madeOf } from "../../common/late-text";
import { AWS_REGION_FORM } from "../../vendor/aws/partitions";

/** Where a resource is that is given by its name. */
export interface AwsPlace {
  /** The account's partition. */
  readonly partition: string;
  /** The account's id; a token where it is unknown at synth. */
  readonly accountId: string;
}

/** How ARNs of a service's resources are made of a name, and what names are like. */
interface Form {
  readonly prefix: string;
  readonly isRegional: boolean;
  readonly name: RegExp;
  /** What a name may begin with that its ARN leaves out. */
  readonly leading?: string;
}

/**
 * The services whose resources an access names.
 *
 * API references: "CreateSecret", "PutParameter", "CreateQueue", "CreateTopic", "CreateKey"; what a bucket is called is checked by
 * `bucketProblem`.
 */
const FORMS = {
  s3: { prefix: "", isRegional: false, name: /^[^*?\s]+$/ },
  secretsmanager: { prefix: "secret:", isRegional: true, name: /^[\w/+=.@-]{1,512}$/ },
  // The ARN of "/app/db" is …:parameter/app/db: the slash in front of a name stands there once.
  ssm: { prefix: "parameter/", isRegional: true, name: /^\/?[\w.-][\w./-]{0,1010}$/, leading: "/" },
  sqs: { prefix: "", isRegional: true, name: /^([\w-]{1,80}|[\w-]{1,75}\.fifo)$/ },
  sns: { prefix: "", isRegional: true, name: /^([\w-]{1,256}|[\w-]{1,251}\.fifo)$/ },
  kms: { prefix: "key/", isRegional: true, name: /^(mrk-)?[0-9a-f-]{32,36}$/ },
} as const satisfies Record<string, Form>;

export type AwsService = keyof typeof FORMS;

/**
 * A resource that is given by its name or its ARN. A token may be either, so Terraform decides at apply.
 *
 * @param suffix what stands behind a name, and not behind an ARN: Secrets Manager's six random characters
 */
export function arnOf(service: AwsService, given: string, place: AwsPlace, region = "", suffix = ""): string {
  const { prefix, isRegional, leading }: Form = FORMS[service];
  const where = isRegional ? [region, ":", place.accountId] : [":"];
  const parts = (name: string) => ["arn:", place.partition, `:${service}:`, ...where, `:${prefix}`, name, suffix];
  const made = (name: string) => (name.startsWith("arn:") ? name : parts(withoutLeading(name, leading)).join(""));
  const either = (token: string) => {
    // Joined by Terraform: CDKTF warns of a text with a token in it that is the argument of a function.
    const own = leading === undefined ? token : Fn.trimprefix(token, leading);
    const named = Fn.join("", parts(own).reduce(withPart, []));
    return Token.asString(Fn.conditional(Fn.startswith(token, "arn:"), token, named));
  };
  return madeOf(given, made, either);
}

function withoutLeading(name: string, leading: string | undefined): string {
  return leading !== undefined && name.startsWith(leading) ? name.slice(leading.length) : name;
}

/** A list with one more text, which is joined to the one before where both are known. */
function withPart(all: string[], part: string): string[] {
  const last = all.at(-1);
  if (part === "") return all;
  return isLiteral(last) && isLiteral(part) ? [...all.slice(0, -1), `${last}${part}`] : [...all, part];
}

/** What is wrong with a name or ARN of a resource, as far as it is known at synth. */
export function resourceProblem(
  property: string,
  service: AwsService,
  given: string,
  region?: string,
): string | undefined {
  if (!isLiteral(given)) return undefined;
  const { prefix, isRegional, name, leading }: Form = FORMS[service];
  if (given.startsWith("arn:")) {
    const place = isRegional ? String.raw`[a-z0-9-]+:\d{12}` : ":";
    const arn = new RegExp(`^arn:aws[a-z-]*:${service}:${place}:${prefix}[^*?]+$`);
    const isDoubled = leading !== undefined && given.includes(`:${prefix}${leading}`);
    if (!arn.test(given) || isDoubled) {
      return problem(property, `"${given}" is not the ARN of one resource of ${service}`, exampleOf(service));
    }
    return service === "secretsmanager" && !/-[A-Za-z0-9]{6}$/.test(given)
      ? problem(
          property,
          `"${given}" lacks the six characters that Secrets Manager puts behind a secret's name, so it stands for no secret`,
          "Give the whole ARN, or the secret's name and its region",
          "access-secret-suffix",
        )
      : undefined;
  }
  if (/\$\{/.test(given) || !name.test(given)) {
    return problem(property, `"${given}" does not name one resource of ${service}`, exampleOf(service));
  }
  if (isRegional && region === undefined) {
    return problem(
      property,
      `"${given}" is a name, and the region of the resource is not known`,
      "Give the resource's ARN, or the region",
    );
  }
  if (isRegional && isLiteral(region) && !AWS_REGION_FORM.test(region)) {
    return problem(property, `its region "${region}" is not one region's code`, "Give one such as us-west-2");
  }
  return undefined;
}

function exampleOf(service: AwsService): string {
  const { prefix, isRegional } = FORMS[service];
  return `Give a name, or arn:<partition>:${service}:${isRegional ? "<region>:<account>" : ":"}:${prefix}<name>`;
}
