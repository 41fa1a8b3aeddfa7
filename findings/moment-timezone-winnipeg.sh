#!/usr/bin/env bash
# moment-timezone 0.6.0 and 0.5.48 carry the rules of 2025b: in Manitoba, which is at -05:00
# all year since 31 October 2026, they show an hour less from 1 November 2026 on.
# 0.6.6 carries 2026f and is right. Versions are pinned, so this stays true.
# Expected (IANA tzdata 2026e, NEWS): 2026-11-15T12:00Z is 07:00 in America/Winnipeg.
# Who meets it: readers of timestamps in dashboards built with these versions, beside a site
# or a server with newer rules: the same instant has two clocks.
set -euo pipefail
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT; cd "$work"
for version in 0.5.48 0.6.0 0.6.6; do
  mkdir "$version"; (cd "$version"; npm init -y >/dev/null; npm install --no-audit --no-fund --silent "moment-timezone@$version"
  node -e '
    const m = require("moment-timezone");
    const seen = m.tz("2026-11-15T12:00:00Z", "America/Winnipeg").format();
    console.log("moment-timezone", m.tz.version, "data", m.tz.dataVersion, seen);
    const want = m.tz.version === "0.6.6" ? "2026-11-15T07:00:00-05:00" : "2026-11-15T06:00:00-06:00";
    if (seen !== want) { console.log("changed: expected", want); process.exit(1); }')
done
