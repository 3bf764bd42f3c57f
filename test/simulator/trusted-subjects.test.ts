import { App } from "cdktf";
import { readWorld, World } from "../../src/simulator";
import { buildExternalMesh, OBJECT_ID, SOURCE_ROLE, UNIQUE_ID } from "../lab/support/external-mesh";
import { Synthesized } from "../lab/support/run-lab";

/** Every subject that a configuration trusts is found, of whatever issuer, so that one that nothing declares can be told. */
describe("trusted subjects", () => {
  let synthesized: Synthesized;
  let world: World;
  beforeAll(() => {
    synthesized = new Synthesized((app: App) => buildExternalMesh(app));
    world = readWorld([synthesized.path]);
  });
  afterAll(() => synthesized.remove());

  it.each([
    "repo:acme/app:environment:prod",
    "repo:acme@7/new@42:ref:refs/heads/main",
    "project_path:acme/shop/app:ref_type:branch:ref:main",
    "organization:acme:project:core:workspace:prod:run_phase:apply",
    UNIQUE_ID,
    OBJECT_ID,
    SOURCE_ROLE,
  ])("are found: %s, in as many clouds as edges lead to", (subject) => {
    const clouds = world.clouds.filter((cloud) =>
      cloud.trusts(world.configuration).some((one) => one.subject === subject),
    );

    const edges = world.edges.filter(({ declaration }) => declaration.source.subject === subject);
    expect(clouds.map(({ kind }) => kind).sort()).toEqual(edges.map(({ request }) => request.subcommand).sort());
  });
});
