#!/bin/sh
# Makes a Debian package from the Linux archive: sh packaging/build-deb.sh ARCHIVE.tar.gz OUT_FOLDER
# It brings its own Node, so it depends on nothing but the C library and ALSA.
set -eu
archive=$1
out=$2
name=$(basename "$archive" .tar.gz)
rest=${name#codex-voice-}
version=${rest%-linux-*}
case ${rest##*-linux-} in
  x64) architecture=amd64 ;;
  arm64) architecture=arm64 ;;
  *) echo "build-deb: $archive is no Linux archive" >&2; exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree/opt" "$tree/usr/bin" "$tree/DEBIAN" "$tree/usr/share/man/man1" "$tree/usr/share/doc/codex-voice" \
  "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" "$tree/usr/share/fish/vendor_completions.d"
tar -xzf "$archive" -C "$work"
mv "$work/$name" "$tree/opt/codex-voice"
ln -s /opt/codex-voice/bin/codex-voice "$tree/usr/bin/codex-voice"
share=$tree/opt/codex-voice/share
gzip -9nc "$share/man/man1/codex-voice.1" > "$tree/usr/share/man/man1/codex-voice.1.gz"
cp "$share/completions/codex-voice.bash" "$tree/usr/share/bash-completion/completions/codex-voice"
cp "$share/completions/codex-voice.zsh" "$tree/usr/share/zsh/vendor-completions/_codex-voice"
cp "$share/completions/codex-voice.fish" "$tree/usr/share/fish/vendor_completions.d/codex-voice.fish"
cp "$tree/opt/codex-voice/LICENSE" "$tree/usr/share/doc/codex-voice/copyright"
cat > "$tree/DEBIAN/control" <<CONTROL
Package: codex-voice
Version: $(printf %s "$version" | sed 's/-/~/')
Architecture: $architecture
Maintainer: codex-voice <noreply@example.invalid>
Installed-Size: $(du -sk "$tree" | cut -f 1)
Depends: libc6 (>= 2.28), libstdc++6, libasound2 | libasound2t64
Section: utils
Priority: optional
Description: speak to the coding agent in your terminal
 Starts a coding agent in your own terminal and puts what you say into it. Speech is recognised on this
 machine; nothing leaves it unless it was configured.
CONTROL
# Levels above 6 take minutes and bring next to nothing; gzip is what every dpkg reads.
dpkg-deb -Zgzip -z6 --root-owner-group --build "$tree" "$out/codex-voice_${version}_$architecture.deb" >/dev/null
