#!/usr/bin/env bash
# Installs the Debian packages that the system suites use. Needs root; does nothing when all are there.
# Benchmarks compare more, where it is installed: apt-get install dtach asciinema mosh
set -euo pipefail

packages=(
  tmux screen                                      # terminals in the terminal
  flite espeak-ng sox                              # voices and sound files
  pulseaudio pulseaudio-utils                      # virtual microphones
  dbus-daemon                                      # the bus of a desktop with a tray
  openssh-client openssh-server passwd             # sessions of another machine
  libasound2 libasound2-plugins                    # what the microphone library loads
  zsh fish                                         # shells that mark their lines and commands
  curl                                             # how releases are fetched
  vim less htop mc nano bsdutils                   # programs whose screens must come through unchanged
)

missing=()
for package in "${packages[@]}"; do
  # Newer releases renamed libasound2 and keep the old name as a virtual package.
  status=$(dpkg-query -W -f='${Status}\n' "$package" "${package}t64" 2>/dev/null || true)
  [[ $status == *'ok installed'* ]] || missing+=("$package")
done

if [ "${#missing[@]}" -eq 0 ]; then
  echo "system packages: all ${#packages[@]} are installed"
  exit 0
fi
echo "system packages: missing ${missing[*]}"
if [ "$(id -u)" -ne 0 ]; then
  echo "system packages: installing needs root: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
options=(-y -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o Acquire::Retries=3)
install() { apt-get install "${options[@]}" "${missing[@]}" >/dev/null; }
# The package lists may be fresh already; refreshing them is the slow part.
install 2>/dev/null || { apt-get update -qq && install; }
echo "system packages: installed ${missing[*]}"
