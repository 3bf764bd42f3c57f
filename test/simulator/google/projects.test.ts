import { UnresolvedValue } from "../../../src/simulator";
import { Args, leftOutOf, read, readStacks, Stack } from "../support/stack";

/** A project has an id, which resources are made with, and a number, which pools are written with. */
const NUMBER = "123456789012";
const nameOf = (number: string, pool = "west") => `projects/${number}/locations/global/workloadIdentityPools/${pool}`;

function pools(args: Args, others: Stack = {}): Stack {
  return {
    provider: { google: { project: "acme-euro" } },
    resource: { google_iam_workload_identity_pool: { west: { workload_identity_pool_id: "west", ...args } } },
    ...others,
  };
}
const mention = (...names: string[]): Stack => ({
  output: Object.fromEntries(names.map((value, i) => [`mention-${i}`, { value }])),
});

function poolNames(stack: Stack): string[] {
  return read(stack)
    .configuration.resources("google_iam_workload_identity_pool")
    .map((resource) => String(resource.attribute("name")));
}

describe("a project's number", () => {
  it.each([
    ["an audience in an exec stanza", mention(`//iam.googleapis.com/${nameOf(NUMBER)}/providers/kubernetes`)],
    ["a principal", mention(`principal://iam.googleapis.com/${nameOf(NUMBER)}/subject/x`)],
    ["most of the places", mention(nameOf(NUMBER), nameOf("999999999999"), `${nameOf(NUMBER)}/providers/x`)],
  ])("is the one of %s", (_what, others) => {
    expect(poolNames(pools({}, others))).toEqual([nameOf(NUMBER)]);
  });

  it("is told by a pool that another stack has only a provider in", () => {
    // GIVEN
    const provider = { workload_identity_pool_id: "given", workload_identity_pool_provider_id: "one" };
    const stack: Stack = {
      provider: { google: { project: "acme-euro" } },
      resource: { google_iam_workload_identity_pool_provider: { one: provider } },
    };

    // WHEN
    const { google } = readStacks({ made: stack, told: mention(nameOf(NUMBER, "given")) });

    // THEN
    expect(google.providerOf(`${nameOf(NUMBER, "given")}/providers/one`)).toBeDefined();
  });

  it("is not told by the pools of another project", () => {
    const [name] = poolNames(pools({}, mention(nameOf(NUMBER, "east"))));
    expect(name).not.toBe(nameOf(NUMBER));
    expect(name).toMatch(/^projects\/[1-9]\d{11}\//);
  });

  it("is made up, and always the same, where nothing tells it", () => {
    expect(poolNames(pools({}))).toEqual(poolNames(pools({})));
    expect(poolNames(pools({ project: "acme-asia" }))).not.toEqual(poolNames(pools({})));
  });

  it("is not guessed where as much speaks for one as for another", () => {
    // GIVEN
    const world = read(pools({}, mention(nameOf(NUMBER), nameOf("999999999999"))));
    const { configuration } = world;

    // THEN
    expect(leftOutOf(world)).toHaveLength(1);
    expect(leftOutOf(world)[0]).toContain(`its pools are written with ${NUMBER} and 999999999999`);
    const [pool] = configuration.resources("google_iam_workload_identity_pool");
    expect(() => pool.attribute("name")).toThrow(UnresolvedValue);
    expect(() => pool.attribute("name")).toThrow("Give the GKE cluster its projectNumber");
  });

  it("is the project itself where that is a number", () => {
    expect(poolNames(pools({ project: NUMBER }))).toEqual([nameOf(NUMBER)]);
    expect(poolNames(pools({ project: `projects/${NUMBER}` }))).toEqual([nameOf(NUMBER)]);
  });

  it("is what a data source of the project tells, and the pool's", () => {
    // GIVEN
    const stack = pools(
      { project: "${data.google_project.euro.project_id}" },
      { data: { google_project: { euro: { project_id: "acme-euro" } } }, ...mention(nameOf(NUMBER)) },
    );

    // THEN
    const [data] = read(stack).configuration.dataSources("google_project");
    expect(data.attribute("number")).toBe(NUMBER);
    expect(poolNames(stack)).toEqual([nameOf(NUMBER)]);
  });
});

describe("a project's id", () => {
  it("is the resource's own before its provider's", () => {
    const { google } = read({
      provider: { google: { project: "acme-euro" } },
      resource: {
        google_service_account: { own: { account_id: "own", project: "acme-asia" }, given: { account_id: "given" } },
      },
    });
    expect(google.isAccount("own@acme-asia.iam.gserviceaccount.com")).toBe(true);
    expect(google.isAccount("given@acme-euro.iam.gserviceaccount.com")).toBe(true);
    expect(google.isAccount("own@acme-euro.iam.gserviceaccount.com")).toBe(false);
  });

  it("that is left to the environment is not guessed", () => {
    const stack: Stack = {
      provider: { google: {} },
      resource: { google_service_account: { ci: { account_id: "ci" } } },
    };
    expect(leftOutOf(read(stack))).toEqual(["mesh: google_service_account.ci.project: is left to the environment"]);
  });
});

/** Resource Manager documentation, "Creating and managing projects": a project has an id and a number, each of which names it. */
describe("two names of projects", () => {
  const told = mention(nameOf(NUMBER));

  it.each<[string, Stack, string, string, boolean | undefined]>([
    ["an id, twice", {}, "acme-euro", "acme-euro", true],
    ["two ids", {}, "acme-euro", "acme-asia", false],
    ["two numbers", {}, "111111111111", "222222222222", false],
    ["an id and the number that its pool is written with", told, "acme-euro", NUMBER, true],
    ["an id and another number than its own", told, "111111111111", "acme-euro", false],
    ["another id and the number of a project that is read", told, NUMBER, "acme-asia", false],
    ["an id and a number that nothing tells", {}, "acme-euro", NUMBER, undefined],
  ])("mean one project or not: %s", (_what, others, one, other, expected) => {
    expect(read(pools({}, others)).google.isSameProject(one, other)).toBe(expected);
  });

  it("mean one where the number is made up for the id", () => {
    const { google } = read(pools({}));
    const madeUp = String(google.numberOf("acme-euro"));
    expect(google.isSameProject(madeUp, "acme-euro")).toBe(true);
    expect(google.isSameProject(madeUp, String(google.numberOf("acme-asia")))).toBe(false);
    expect(google.isSameProject(madeUp, NUMBER)).toBeUndefined();
  });
});
