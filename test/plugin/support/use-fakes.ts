import { Sandbox } from ".";
import { FakeCloud } from "./fake-cloud";

/** What most tests of the plugin begin with. */
export interface Fakes {
  /** One for all tests of a file, reset before each. */
  readonly cloud: FakeCloud;
  /** One for each test. */
  readonly box: Sandbox;
}

/** Starts the fake cloud for the tests of a file, and hands it over before each one with a new sandbox. */
export function useFakes(begin: (fakes: Fakes) => void): void {
  let cloud: FakeCloud;
  let box: Sandbox;
  beforeAll(async () => {
    cloud = await FakeCloud.start();
  });
  afterAll(async () => cloud.close());
  beforeEach(() => {
    cloud.reset();
    box = new Sandbox(cloud);
    begin({ cloud, box });
  });
  afterEach(() => box.remove());
}
