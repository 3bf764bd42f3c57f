#!/bin/sh
":" /*
# A shell runs this part; to Node.js it is a comment.
#
# kubectl starts a credential plugin at every call, and Node.js takes longer to start than kubectl to work. So this
# part answers from the cache, with no more than a run of date and one of cat, and hands everything else over to Node.js.
#
# It may never hand out another identity's credential or a stale one. It answers only if, for a stored answer,
#  - the folder and the file belong to this user and neither is a symbolic link;
#  - the build, each argument and each variable that matters are, joined, the very text in the file;
#  - the time lies between its making and its expiry;
#  - the file is newer than the token file, and the token there now has the very header and claims it was made for.
# Anything unusual, and anything this shell may not be able to tell, is Node.js's to decide.

hit() {
  case $1 in @SUBCOMMANDS@) ;; *) return ;; esac
  # A shell that traces would print the credential.
  case $- in *[xv]*) return ;; esac
  t='	'
  lf='
'
  IFS=' '
  key=@VERSION@$t$# dir=${TRUST_MESH_CACHE_DIR-} last=
  for arg do
    case $arg in
      *"$t"* | *"$lf"*) return ;;
      --no-cache | --debug | --help | -h) return ;;
      --cache-dir=*) dir=${arg#*=} ;;
      *) [ "$last" != --cache-dir ] || dir=$arg ;;
    esac
    last=$arg
    key=$key$t$arg
  done
  key=$key@TABBED@
  if [ -z "$dir" ]; then
    case ${XDG_CACHE_HOME-} in
      /?*) dir=$XDG_CACHE_HOME/@COMMAND@ ;;
      *)
        dir=${HOME-}/Library/Caches/@COMMAND@
        [ -d "$dir" ] || dir=${HOME-}/.cache/@COMMAND@
        ;;
    esac
  fi
  # A link is seen as one only without a slash behind it, and only as the last part.
  dir=${dir%/}
  case $dir/ in *[/]/* | *[/]./* | *[/]../*) return ;; /*) ;; *) return ;; esac
  [ -d "$dir" ] && [ ! -L "$dir" ] && [ -O "$dir" ] 2>/dev/null || return
  set -- "$dir/hit-$1-${#key}"-*
  for file do
    [ -f "$file" ] && [ ! -L "$file" ] && [ -O "$file" ] || continue
    # A shell reads its input byte by byte: of a single file no more than the name of the token file.
    { IFS= read -r from && { [ $# = 1 ] || { IFS= read -r line && [ "$line" = "$key" ]; }; }; } 2>/dev/null <"$file" || continue
    [ -f "$from" ] && [ "$file" -nt "$from" ] 2>/dev/null || return
    # The long lines come by cat, with date beside it at the same time; neither loads a locale or a zone. Both are
    # waited for: what is not becomes a child of the pod's first process, which may never ask for its end.
    all=$(
      export LC_ALL=C TZ=UTC0
      date +%n%s 2>/dev/null &
      cat "$file" "$from" 2>/dev/null
      wait
    )
    set -f
    IFS=$lf
    set -- $all
    [ $# = 9 ] || return
    # The time stands before, between or behind the two files, and is the only line of digits there.
    case $1 in *[!0-9]*) ;; *) now=$1; shift; set -- "$@" "$now" ;; esac
    case $8 in *[!0-9]*) token=$8 now=$9 ;; *) now=$8 token=$9 ;; esac
    [ "$1" = "$from" ] && [ "$2" = "$key" ] && [ "$7" = end ] && [ -n "$5" ] || return
    made=$3 end=$4
    case ${token%.*} in "$5") ;; *) return ;; esac
    case :$made:$end:$now: in *::* | *[!0-9:]*) return ;; esac
    [ "$made" -le "$now" ] && [ "$now" -lt "$end" ] || return
    # Not printf, which some shells have as a program alone: the credential would be its argument, which others see.
    case $6 in *\\*) return ;; '{'*) ;; *) return ;; esac
    # A reader that has gone, or a file that may not grow (XFSZ), is to be told by the plugin's own code, and not to end it
    # by a signal.
    trap '' PIPE 25
    echo "$6" 2>/dev/null && exit
    # So much a pipe takes whole or not at all: then Node.js can wait for room, or tell the reason.
    [ ${#6} -lt 4096 ] && return
    lost
  done
}

lost() {
  echo '@COMMAND@: output: stdout cannot be written to. Check what reads it.' >&2
  exit 8
}

# A shell that ends at the first command that fails (SHELLOPTS) would end here.
hit "$@" || :

# For a closed stdout Node.js opens /dev/null, and what is printed there would look like success.
true 2>/dev/null 3>&1 || lost

# NODE_OPTIONS and its like are meant for the pod's own program: they could load code, open a debugger or print. Of them
# only the choices of roots, of TLS and of addresses count. Compiled code is never taken from a folder that is named there.
unset NODE_COMPILE_CACHE NODE_V8_COVERAGE NODE_DEBUG NODE_DEBUG_NATIVE NODE_CHANNEL_FD
set -f
IFS=' '
chosen= next=
for option in ${NODE_OPTIONS-}; do
  case $option in
    *[\"\\]* | --tls-keylog*) next= ;;
    --use-*-ca | --*able-fips | --force-fips | --tls-*=* | --openssl-*=* | --openssl-legacy-provider | --dns-result-order=* | \
      --*-network-family-autoselection*) chosen="$chosen $option" next= ;;
    --openssl-config | --tls-cipher-list | --dns-result-order) next=$option ;;
    -*) next= ;;
    *)
      [ -z "$next" ] || chosen="$chosen $next=$option"
      next=
      ;;
  esac
done
# A path that the C library or OpenSSL opens before Node.js runs anything, and where it would wait for a FIFO.
waits() {
  [ -e "$1" ] && [ ! -f "$1" ] && [ ! -d "$1" ] && [ "$1" != /dev/null ]
}
odd=
for option in "--openssl-config=${OPENSSL_CONF-}" $chosen; do
  case $option in
    --openssl-config=*) waits "${option#*=}" && odd=1 ;;
  esac
done
set +f
case ${TZ-} in /* | :/*) waits "${TZ#:}" && unset TZ ;; esac
[ -z "${NODE_OPTIONS-}" ] || export NODE_OPTIONS="${chosen# }"

# What Node.js 20 would parse all of its own roots for, the plugin reads itself, and only before it opens a connection.
unset @HANDED_OVER@NODE_EXTRA_CA_CERTS @HANDED_OVER@SSL_CERT_FILE @HANDED_OVER@SSL_CERT_DIR
roots=
if [ -n "${NODE_EXTRA_CA_CERTS-}" ]; then
  export @HANDED_OVER@NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS"
  unset NODE_EXTRA_CA_CERTS
fi
if [ -n "${SSL_CERT_FILE-}${SSL_CERT_DIR-}" ]; then
  case $chosen in
    # One of Node.js's choices of roots, which exclude each other.
    *-ca*) ;;
    *)
      export @HANDED_OVER@SSL_CERT_FILE="${SSL_CERT_FILE-}" @HANDED_OVER@SSL_CERT_DIR="${SSL_CERT_DIR-}" SSL_CERT_FILE= SSL_CERT_DIR=
      unset NODE_USE_SYSTEM_CA
      # OpenSSL's roots, which are none now: the plugin brings the bundle that replaces them.
      roots=--use-openssl-ca
      ;;
  esac
fi
# Node.js beside this file comes first: that is how both are copied into an image that has none.
node=node
case $0 in
  *[/]?*) [ -f "${0%/?*}/node" ] && [ -x "${0%/?*}/node" ] && node=${0%/?*}/node ;;
esac
command -v "$node" >/dev/null 2>&1 || {
  echo '@COMMAND@: there is no Node.js on PATH or beside this file; it needs 20.9 or newer.' >&2
  exit 127
}
# What Node.js or OpenSSL cannot start with, they would tell in their own words, or by a crash.
[ -z "$chosen${OPENSSL_CONF-}" ] || { [ -z "$odd" ] && "$node" $roots -e 0 >/dev/null 2>&1; } || {
  echo '@COMMAND@: usage: Node.js does not start with this NODE_OPTIONS or OPENSSL_CONF. Correct or unset it.' >&2
  exit 2
}
# Read as text, which no package.json in a folder above can make another kind of module.
exec "$node" $roots -e '@START@' -- "$0" "$@"
*/;
