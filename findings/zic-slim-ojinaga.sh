#!/usr/bin/env bash
# zic -b slim of Debian 12 (libc-bin 2.36-9+deb12u14), given Debian's tzdata.zi of 2026f,
# writes an America/Ojinaga that is an hour ahead from 30 October to 6 November 2022: it
# leaves out the change to CST and lets the rule for later times (CST6CDT) begin a week early.
# Expected: the same clocks as the package's own file, which zic -b fat writes as well.
# Who meets it: whoever compiles tzdata.zi with the system's zic for a smaller database.
set -euo pipefail
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT; chmod 755 "$work"; cd "$work"
apt-get download -qq tzdata=2026f-0+deb12u1 2>/dev/null
dpkg-deb -x tzdata_*.deb package
source=package/usr/share/zoneinfo/tzdata.zi
zic -b slim -d slim "$source"; zic -b fat -d fat "$source"
zic --version; head -1 "$source"
at() { TZ=":$work/$1/America/Ojinaga" date -d '2022-11-01T12:00:00Z' +%H:%M%z; }
echo "slim: $(at slim)  fat: $(at fat)  package: $(at package/usr/share/zoneinfo)"
[ "$(at slim)" = 07:00-0500 ] && [ "$(at fat)" = 06:00-0600 ] && [ "$(at package/usr/share/zoneinfo)" = 06:00-0600 ] || { echo "changed"; exit 1; }
