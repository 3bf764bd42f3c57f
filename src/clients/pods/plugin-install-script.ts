/**
 * The shell script that makes the exec plugin work in any image: it is run once, in an image that has Node.js, and
 * fills a folder that other containers mount. Debian's and Alpine's shell run it. It has no `${`, which Terraform would
 * read as a template, no `{{`, which Helm would, and no `$$`, which Kubernetes would. This file imports nothing, so
 * that a Dockerfile can read it from the package without the package's peers.
 *
 * Arguments: the plugin's SHA-256 in hexadecimal, the plugin's file, the folder to fill. The folder must have the same
 * path wherever it is mounted. What it holds then:
 *
 * - `bin/trust-mesh-auth`, the one executable that clients name, to be mounted on PATH;
 * - `plugin/trust-mesh-auth` and `plugin/node`, which it runs: an image without Node.js has no need of one;
 * - `plugin/trust-mesh-auth-help.js.br`, its help and doctor, where it lies beside the plugin's file: the plugin checks it;
 * - `plugin/lib`, the libraries and the loader that Node.js is linked with: an image has no need of these either.
 */
export const PLUGIN_INSTALL_SCRIPT = `set -eu
umask 022
sha256=$1 source=$2 folder=$3
fail() { echo "trust-mesh-auth: $1" >&2; exit 1; }

[ -r "$source" ] || fail "there is no file $source. Is the plugin's ConfigMap mounted?"
node=$(command -v node) || fail "this image has no node. Use one with Node.js 20.9 or newer."
"$node" -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 9) ? 0 : 1)' ||
  fail "Node.js is older than 20.9 in this image."
mkdir -p "$folder/bin" "$folder/plugin/lib" 2>/dev/null || fail "$folder cannot be written to."
cd "$folder/plugin" || fail "$folder cannot be entered."

cp -f "$source" new 2>/dev/null || fail "$folder cannot be written to."
case "$(sha256sum <new)" in
  "$sha256 "*) ;;
  *) rm -f new; fail "$source does not have the SHA-256 $sha256. Was the ConfigMap changed?" ;;
esac

rm -f trust-mesh-auth-help.js.br
[ ! -r "$source-help.js.br" ] || cp -f "$source-help.js.br" trust-mesh-auth-help.js.br

loader=
ldd "$node" >libraries 2>/dev/null || :
while read -r name arrow path _; do
  [ "$arrow" = "=>" ] || path=$name
  case $path in /*) cp -fL "$path" lib/ ;; esac
  case $path in /*/ld-* | /*/ld64*) loader=$(basename "$path") ;; esac
done <libraries
rm -f libraries
cp -fL "$node" node.bin
if [ -n "$loader" ]; then
  printf '#!/bin/sh\\nexec "%s" --library-path "%s" "%s" "$@"\\n' \\
    "$folder/plugin/lib/$loader" "$folder/plugin/lib" "$folder/plugin/node.bin" >node
else
  cp -f node.bin node
fi
printf '#!/bin/sh\\nexec "%s" "$@"\\n' "$folder/plugin/trust-mesh-auth" >"$folder/bin/trust-mesh-auth"
chmod 755 new node node.bin "$folder/bin/trust-mesh-auth"
mv -f new trust-mesh-auth
./node -e 0 || fail "Node.js does not run from $folder. Is it mounted with noexec?"
`;
