import { Configuration, Resource, text, unlessUnresolved } from "../../terraform";

/** What a project is in: folders and an organization, as `folders/1`, the nearest first. */
export interface Ancestry {
  readonly above: readonly string[];
  /** Whether it is known up to the organization, so that nothing else is above. */
  readonly isWhole: boolean;
}

const ABOVE_FORM = /^(folders|organizations)\/\d+$/;

/**
 * Which folders and organizations projects are in, as the resources and data sources of projects and folders say.
 *
 * Google Cloud documentation: "Resource hierarchy". Google provider documentation: "google_project", "google_folder".
 */
export class Hierarchy {
  /** By `projects/acme` and `folders/1`. */
  private readonly parents = new Map<string, string>();

  public constructor(configuration: Configuration) {
    const every = (type: string) => [...configuration.resources(type), ...configuration.dataSources(type)];
    for (const one of every("google_project")) this.note(one, projectIn, parentOfProject);
    for (const one of every("google_folder")) this.note(one, folderIn, parentOfFolder);
  }

  /** What a project is in. @param project its id */
  public ancestryOf(project: string): Ancestry {
    const above: string[] = [];
    for (let one = this.parents.get(`projects/${project}`); one !== undefined; one = this.parents.get(one)) {
      if (above.includes(one)) break;
      above.push(one);
    }
    return { above, isWhole: above.at(-1)?.startsWith("organizations/") === true };
  }

  /** What cannot be known tells nothing of the hierarchy. */
  private note(
    resource: Resource,
    nameOf: (resource: Resource) => string,
    parentOf: (resource: Resource) => string | undefined,
  ): void {
    unlessUnresolved(() => {
      const parent = parentOf(resource);
      if (parent !== undefined && ABOVE_FORM.test(parent)) this.parents.set(nameOf(resource), parent);
    }, undefined);
  }
}

/** Whether a folder or an organization, `folders/1`, is above; undefined where nothing tells. */
export function isAbove({ above, isWhole }: Ancestry, one: string): boolean | undefined {
  return above.includes(one) ? true : isWhole ? false : undefined;
}

function projectIn(resource: Resource): string {
  return `projects/${text(resource.argument("project_id"))}`;
}

function parentOfProject(resource: Resource): string | undefined {
  const [folder, organization] = [told(resource, "folder_id"), told(resource, "org_id")];
  if (folder !== undefined) return `folders/${folder.replace(/^folders\//, "")}`;
  return organization === undefined ? undefined : `organizations/${organization}`;
}

function folderIn(resource: Resource): string {
  const asked = resource.mode === "data" ? resource.argument("folder") : resource.attribute("name");
  return `folders/${(text(asked) ?? "").replace(/^folders\//, "")}`;
}

function parentOfFolder(resource: Resource): string | undefined {
  return told(resource, "parent");
}

/** An argument that is not empty. */
function told(resource: Resource, argument: string): string | undefined {
  return text(resource.argument(argument)) || undefined;
}
