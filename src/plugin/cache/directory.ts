import { existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { PLUGIN_COMMAND } from "../../exec-contract";
import { PluginFailure } from "../failure";
import { Log } from "../log";
import { load } from "../node-modules";
import { Environment, Settings } from "../settings";
import { isPrivate, readPrivateFile, removePrivateFile } from "./private-file";

/** Nothing in the cache is of use for longer than the longest-lived credential, 12 h. */
const KEEP_MS = 13 * 3600_000;
/** The names that the plugin gives to what it writes; the digest is the file name's. */
const OWN_NAMES = /^(hit-[a-z]+-\d+|credential|failure|lock)-[\da-f]{16}$|^\.tmp-\d+-\d+-\d+$/;

/**
 * The folder for cached credentials, made if need be, or undefined when there is none to be had, as on a read-only file
 * system. A folder that others own or can read is refused: an error when a flag or variable names it, else a warning.
 *
 * @throws PluginFailure (cache)
 */
export function openCacheDirectory(settings: Settings, log: Log): string | undefined {
  if (settings.has("no-cache")) return undefined;
  const named = settings.get("cache-dir");
  const directory = named === undefined ? defaultDirectory(settings.env) : absolute(named);
  if (directory === undefined) return undefined;
  try {
    if (!existsSync(directory)) makeFolder(directory);
    const complaint = unsafe(directory);
    if (complaint === undefined) return directory;
    const failure = new PluginFailure(
      "cache",
      `the folder ${directory} ${complaint}.`,
      "Name a folder in it, to be made with mode 0700, or use --no-cache.",
    );
    if (named !== undefined) throw failure;
    log.warn(`${failure.message} Nothing is cached.`);
  } catch (error) {
    if (error instanceof PluginFailure) throw error;
    log.debug(`no cache: ${directory} cannot be made or read (${(error as NodeJS.ErrnoException).code})`);
  }
  return undefined;
}

/** Where credentials are kept when nothing is named. The shell part of the executable knows the same places. */
function defaultDirectory(env: Environment, platform: string = process.platform): string | undefined {
  if (platform === "win32") {
    return env.LOCALAPPDATA ? join(env.LOCALAPPDATA, PLUGIN_COMMAND, "Cache") : undefined;
  }
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, PLUGIN_COMMAND);
  const home = env.HOME ?? homeOfUser();
  if (!isAbsolute(home) || home === "/") return undefined;
  return join(home, ...(platform === "darwin" ? ["Library", "Caches"] : [".cache"]), PLUGIN_COMMAND);
}

/** Removes what has outlived its use. Called when something is written, which is rare enough. */
export function sweep(directory: string, now: number = Date.now()): void {
  try {
    for (const name of readdirSync(directory)) if (OWN_NAMES.test(name)) sweepFile(directory, name, now);
  } catch {
    // Nothing can be listed: so nothing was written either.
  }
}

function sweepFile(directory: string, name: string, now: number): void {
  try {
    const path = join(directory, name);
    const stat = lstatSync(path);
    if (!stat.isFile() || !isPrivate(stat) || now - stat.mtimeMs <= KEEP_MS) return;
    if (OWN_BEGINNING.test(readPrivateFile(directory, name) ?? "?")) removePrivateFile(path);
  } catch {
    // Another process may be sweeping as well.
  }
}

/** The folder may be shared: a file is removed only if it also begins as the plugin's own do, of whichever build. */
const OWN_BEGINNING = /^(\{"(version|pid)":|(\S.*\n)?\d+\.\d+\.\d\S*\+\S+\t|$)/;

/** The folder's path without what stands for the same folder: a slash at its end would make a link look like a folder. */
function absolute(named: string): string {
  try {
    return resolve(named);
  } catch {
    throw new PluginFailure(
      "cache",
      `the folder ${named} is relative, and there is no working directory.`,
      "Name it by an absolute path.",
    );
  }
}

/** The home folder that the system knows: none for a user without an entry in its list. */
function homeOfUser(): string {
  try {
    return load.os().homedir();
  } catch {
    return "";
  }
}

/** Not mkdir's own "recursive": on /proc it never ends (seen with Node.js 20). */
function makeFolder(directory: string): void {
  try {
    mkdirSync(directory, 0o700);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    const parent = dirname(directory);
    if (code !== "ENOENT" || parent === directory) throw error;
    makeFolder(parent);
    mkdirSync(directory, 0o700);
  }
}

function unsafe(directory: string): string | undefined {
  const stat = lstatSync(directory);
  if (stat.isSymbolicLink()) return "is a symbolic link";
  if (!stat.isDirectory()) return "is not a folder";
  if (process.getuid === undefined) return undefined; // Windows: the profile folder's own permissions hold.
  if (stat.uid !== process.getuid()) return `belongs to user ${stat.uid}`;
  const mode = stat.mode & 0o777;
  return mode & 0o077 ? `has mode 0${mode.toString(8)}, so others can use it` : undefined;
}
