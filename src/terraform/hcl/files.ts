import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { CallFault } from "../convert";
import { Files } from "../scope";

/** More than a policy or a template that people wrote. */
const MOST_BYTES = 1024 * 1024;

/**
 * The files that a folder of HCL may read: those of its repository, or of the folder where it is in none. A configuration that is
 * checked must not show what else is on the machine.
 */
export class FolderFiles implements Files {
  private readonly known = new Map<string, string>();

  private constructor(
    private readonly root: string,
    private readonly folder: string,
    private readonly bounds: string,
  ) {}

  /** @param root the folder of the root module, as an absolute path */
  public static of(root: string): FolderFiles {
    return new FolderFiles(root, root, realpathSync(repositoryOf(root) ?? root));
  }

  /** Those of a module that the root calls. */
  public of(folder: string): FolderFiles {
    return new FolderFiles(this.root, folder, this.bounds);
  }

  /** `path.module` and `path.root`, as they are where Terraform runs in the folder of the root module. */
  public pathOf(name: "module" | "root"): string {
    const path = name === "root" ? "" : relative(this.root, this.folder);
    return path === "" ? "." : path.split(sep).join("/");
  }

  public read(path: string): string {
    const file = resolve(this.root, path);
    const known = this.known.get(file) ?? this.textOf(file, path);
    this.known.set(file, known);
    return known;
  }

  private textOf(file: string, path: string): string {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new CallFault(`there is no file ${path}`);
    const real = realpathSync(file);
    if (!real.startsWith(`${this.bounds}${sep}`)) throw new CallFault(`the file ${path} is outside of what is checked`);
    if (statSync(real).size > MOST_BYTES) throw new CallFault(`the file ${path} is larger than 1 MiB`);
    const bytes = readFileSync(real);
    if (!isUtf8(bytes)) throw new CallFault(`the file ${path} is not UTF-8`);
    return bytes.toString("utf8");
  }
}

/** The nearest folder above that is a work tree of git. */
function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}
