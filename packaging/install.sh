#!/bin/sh
# Installs codex-voice for this user: fetches the archive for this machine, checks its SHA-256, unpacks it
# beside what is there and switches to it. Nothing is changed before all of that went well.
#   curl -fsSL …/latest/download/install.sh | sh
# CODEX_VOICE_RELEASES  where the releases lie        CODEX_VOICE_VERSION  a version instead of the newest
# CODEX_VOICE_ROOT      default ~/.local/share/codex-voice   CODEX_VOICE_BIN  default ~/.local/bin
set -eu

releases=${CODEX_VOICE_RELEASES:-@RELEASES@}

fail() {
  printf 'codex-voice: %s\n' "$1" >&2
  exit 1
}

absolute() { # PATH
  case $1 in
    /*) printf '%s\n' "${1%/}" ;;
    *) printf '%s/%s\n' "$(pwd)" "${1%/}" ;;
  esac
}

find_places() {
  data=${XDG_DATA_HOME:-${HOME:+$HOME/.local/share}}
  root=${CODEX_VOICE_ROOT:-${data:+$data/codex-voice}}
  bin=${CODEX_VOICE_BIN:-${HOME:+$HOME/.local/bin}}
  if [ -z "$root" ] || [ -z "$bin" ]; then fail 'HOME is not set: name the folders with CODEX_VOICE_ROOT and CODEX_VOICE_BIN'; fi
  root=$(absolute "$root")
  bin=$(absolute "$bin")
}

find_programs() {
  if command -v curl >/dev/null 2>&1; then fetcher=curl
  elif command -v wget >/dev/null 2>&1; then fetcher=wget
  else fail 'neither curl nor wget is here: install one of them'
  fi
  if command -v sha256sum >/dev/null 2>&1; then summer=sha256sum
  elif command -v shasum >/dev/null 2>&1; then summer='shasum -a 256'
  else fail 'neither sha256sum nor shasum is here: install one of them'
  fi
}

refuse_others() { # what is at the link's place and not ours
  link=$bin/codex-voice
  mend='move it away, or name another folder with CODEX_VOICE_BIN'
  if [ -L "$link" ]; then
    case $(readlink "$link") in
      "$root"/*) ;;
      *) fail "$link leads to $(readlink "$link"), which is not ours: $mend" ;;
    esac
  elif [ -e "$link" ]; then fail "$link is there and is not ours: $mend"
  fi
}

fetch() { # ADDRESS FILE
  case $fetcher in
    curl) curl -fsSL --retry 2 -o "$2" "$1" ;;
    *) wget -q -O "$2" "$1" ;;
  esac || fail "$1 can't be fetched: check the network, or name another place with CODEX_VOICE_RELEASES"
}

sum_of() { # FILE
  $summer "$1" | cut -d ' ' -f 1
}

main() {
  [ -n "$releases" ] || fail 'this copy names no place of releases: set CODEX_VOICE_RELEASES'
  find_places
  find_programs
  refuse_others
  case $(uname -sm) in
    'Linux x86_64') platform=linux-x64 ;;
    'Linux aarch64') platform=linux-arm64 ;;
    'Darwin arm64') platform=darwin-arm64 ;;
    'Darwin x86_64') platform=darwin-x64 ;;
    *) fail "there is no archive for $(uname -sm): with Node 22.18 or newer, npm install -g codex-voice" ;;
  esac
  if [ -n "${CODEX_VOICE_VERSION:-}" ]; then place=$releases/download/v$CODEX_VOICE_VERSION
  else place=$releases/latest/download
  fi

  mkdir -p "$root/versions" "$bin" || fail "$root or $bin can't be made: name others with CODEX_VOICE_ROOT and CODEX_VOICE_BIN"
  work=$(mktemp -d "$root/versions/.unpacking-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM

  fetch "$place/SHA256SUMS" "$work/sums"
  line=$(grep -- "-$platform\.tar\.gz\$" "$work/sums") || fail "the release has no archive for $platform"
  expected=${line%% *}
  archive=${line##* }
  version=${archive#codex-voice-}
  version=${version%-"$platform".tar.gz}
  case $version in '' | *[!0-9A-Za-z.+-]*) fail "the release calls itself \"$version\", which is no version" ;; esac

  if [ -d "$root/versions/$version" ]; then
    tried=$("$root/versions/$version/bin/codex-voice" --version 2>/dev/null) || tried=
    [ "$tried" = "codex-voice $version" ] || fail "$root/versions/$version is there and does not start: remove it and try again"
  else
    printf 'codex-voice %s for %s: fetching …\n' "$version" "$platform"
    fetch "$place/$archive" "$work/$archive"
    [ "$(sum_of "$work/$archive")" = "$expected" ] || fail "$archive is not the file it should be: it was damaged on the way or replaced; try again"
    mkdir "$work/tree"
    tar -xzf "$work/$archive" -C "$work/tree" --strip-components 1 || fail "$archive can't be unpacked: is there room in $root?"
    tried=$("$work/tree/bin/codex-voice" --version) || fail "$version does not start here: it needs a Linux with glibc 2.28 or newer, or macOS"
    [ "$tried" = "codex-voice $version" ] || fail "the archive calls itself \"$tried\": it is not used"
    mv "$work/tree" "$root/versions/$version"
  fi
  if [ -L "$root/current" ] && [ "$(readlink "$root/current")" != "versions/$version" ]; then
    ln -sfn "$(readlink "$root/current")" "$root/previous"
  fi
  ln -sfn "versions/$version" "$root/current"
  ln -sfn "$root/current/bin/codex-voice" "$bin/codex-voice"

  printf 'codex-voice %s is installed: %s\n' "$version" "$bin/codex-voice"
  case :$PATH: in
    *:"$bin":*) printf 'Next: codex-voice init\n' ;;
    *) printf '%s is not on your PATH: add it, then: codex-voice init\n' "$bin" ;;
  esac
}

main
