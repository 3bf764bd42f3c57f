import { existsSync, realpathSync } from "node:fs";
import { sep } from "node:path";
import { Found, UnreadableConfiguration } from "./find";

/** A stack that was found, and whether its document is what Terraform shows or what CDKTF wrote. */
export interface Known extends Found {
  readonly isShown: boolean;
}

/**
 * The names of stacks: each its own, and with as many of the folders above as tell it from others that are called the same.
 *
 * @throws UnreadableConfiguration for a stack that is given twice, as a file or as its document and its state
 */
export function stackNames(all: readonly Known[]): readonly string[] {
  const places = new Set<string>();
  return all.map((one, i) => {
    const earlier = all.slice(0, i);
    const place = placeOnDisk(one.file);
    if (places.has(place)) throw new UnreadableConfiguration(one.file, "was given already", "Give each stack once");
    places.add(place);
    const same = earlier.find(({ name, folder, isShown }) => {
      return name === one.name && (isShown !== one.isShown || folder === one.folder);
    });
    if (!same) return distinct(one, all);
    const wayOut = "Give one of the two, or rename the file where it is another stack";
    throw new UnreadableConfiguration(one.file, `is a second stack "${one.name}", beside ${same.file}`, wayOut);
  });
}

/** The name, with the shortest end of its folder's path that no other stack of this name has. */
function distinct({ name, folder }: Known, all: readonly Known[]): string {
  const rivals = all.filter((other) => other.name === name && other.folder !== folder);
  const end = (path: string, count: number) => path.split(sep).slice(-count).join("/");
  let count = 0;
  while (rivals.some((rival) => count === 0 || end(rival.folder, count) === end(folder, count))) count++;
  return count === 0 ? name : `${end(folder, count)}/${name}`;
}

/** A file by whatever link it was given; a document in memory has none. */
function placeOnDisk(file: string): string {
  return existsSync(file) ? realpathSync(file) : file;
}
