import { SdkSettings, SdkUse } from "./sdk-use";
import { partitionOfRegion } from "../../vendor/aws/partitions";
import { SESSION_NAME_FORM, SESSION_NAME_WORDS } from "../../vendor/aws/sts";

const NOTHING = { client: {}, faults: [], gaps: [] };
const STS_ENDPOINTS = ["legacy", "regional"];

/**
 * The roles that AWS's SDKs assume in a container: the one of the variables, or those of the profiles of a configuration file.
 *
 * AWS SDKs and Tools Reference Guide: "Assume role credential provider", "AWS Region", "AWS STS Regional endpoints"
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export function awsUses(settings: SdkSettings): readonly SdkUse[] {
  const uses = [...ofVariables(settings), ...ofProfiles(settings)].map((use) => {
    const name = use.client["session-name"];
    if (name === undefined || SESSION_NAME_FORM.test(name)) return use;
    return { ...use, faults: [...use.faults, `the session's name is "${name}", and must be ${SESSION_NAME_WORDS}`] };
  });
  const faults = uses.length > 0 ? placeFaults(settings) : [];
  return uses.map((use, index) => (index === 0 ? { ...use, faults: [...use.faults, ...faults] } : use));
}

function ofVariables(settings: SdkSettings): readonly SdkUse[] {
  const [role, file] = ["AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"];
  if (!settings.has(role) && !settings.has(file)) return [];
  const use = { ...NOTHING, cloud: "aws", by: role } as const;
  const missing = [role, file].find((name) => !settings.has(name));
  if (missing !== undefined) {
    const other = missing === role ? file : role;
    return [{ ...use, by: other, faults: [`${other} is set without ${missing}, so SDKs assume no role`] }];
  }
  const [roleArn, tokenFile] = [settings.value(role), settings.value(file)];
  const sessionName = settings.value("AWS_ROLE_SESSION_NAME");
  if (roleArn === undefined || tokenFile === undefined) return [];
  const client = { "role-arn": roleArn, ...(sessionName === undefined ? {} : { "session-name": sessionName }) };
  return [{ ...use, client, tokenFile }];
}

function ofProfiles(settings: SdkSettings): readonly SdkUse[] {
  const path = settings.value("AWS_CONFIG_FILE");
  if (path === undefined) return [];
  const use = { ...NOTHING, cloud: "aws", by: "AWS_CONFIG_FILE" } as const;
  const { text, faults: lacking, gaps, file, isUnread = false } = settings.read(path);
  const from = { ...(file ? { file } : {}), ...(isUnread ? { isUnread } : {}) };
  if (text === undefined) return [{ ...use, ...from, faults: lacking, gaps }];
  const profiles = profilesIn(text);
  const chosen = settings.value("AWS_PROFILE");
  const uses = [...profiles].flatMap(([name, fields]): readonly SdkUse[] => {
    const { role_arn: roleArn, web_identity_token_file: tokenFile, role_session_name: sessionName } = fields;
    if (roleArn === undefined || tokenFile === undefined) return [];
    const client = { "role-arn": roleArn, ...(sessionName === undefined ? {} : { "session-name": sessionName }) };
    const { region } = fields;
    const isRegion = region === undefined || partitionOfRegion(region) !== undefined;
    const contentFaults = isRegion ? [] : [`the profile's region "${region}" is none of AWS`];
    const by = `the profile "${name}" of ${path}`;
    return [{ ...use, ...from, by, client, tokenFile, faults: [...lacking, ...contentFaults], contentFaults }];
  });
  if (uses.length === 0) {
    const contentFaults = [`no profile of ${path} assumes a role by a token`];
    return [{ ...use, ...from, faults: contentFaults, contentFaults }];
  }
  if (chosen === undefined || profiles.has(chosen)) return uses;
  return [...uses, { ...use, by: "AWS_PROFILE", faults: [`AWS_PROFILE is "${chosen}", which ${path} does not have`] }];
}

/** The profiles of a configuration file, each with its settings. */
function profilesIn(text: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const profiles = new Map<string, Record<string, string>>();
  let own: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, section] = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line) ?? [];
    if (section !== undefined) {
      const name = section === "default" ? section : /^profile\s+(\S+)$/.exec(section)?.[1];
      own = name === undefined ? undefined : (profiles.get(name) ?? {});
      if (name !== undefined && own) profiles.set(name, own);
      continue;
    }
    const [, key, value] = /^([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (own && key !== undefined) own[key] = value;
  }
  return profiles;
}

/** Settings because of which an SDK finds no STS to ask. */
function placeFaults(settings: SdkSettings): readonly string[] {
  const regions = ["AWS_REGION", "AWS_DEFAULT_REGION"].flatMap((name) => {
    const region = settings.value(name);
    return region === undefined || partitionOfRegion(region)
      ? []
      : [`${name} is "${region}", which is no region of AWS`];
  });
  const endpoints = settings.value("AWS_STS_REGIONAL_ENDPOINTS");
  if (endpoints === undefined || STS_ENDPOINTS.includes(endpoints.toLowerCase())) return regions;
  return [
    ...regions,
    `AWS_STS_REGIONAL_ENDPOINTS is "${endpoints}", and SDKs take ${STS_ENDPOINTS.join(" or ")} alone`,
  ];
}
