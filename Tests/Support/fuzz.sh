#!/usr/bin/env bash
# Sends made-up requests to a real server, by its own description and as each role in turn: no failure
# inside, no status or shape that is not described, nothing refused that should not be asked for.
#
# usage: Tests/Support/fuzz.sh BINARY    (Scripts/setup --tests has installed schemathesis)
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
binary=$(realpath "$1")
schemathesis=$PWD/.build/python/bin/st

# Nothing of whoever runs this is touched.
for name in $(compgen -e COHESION_ || true); do unset "$name"; done
folder=$(mktemp -d)
server=
end() {
    if [[ -n $server ]]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; fi
    rm -rf "$folder"
}
trap end EXIT
cp -R Config Templates "$folder/"
cd "$folder"
export COHESION_DATABASE=$folder/fund.sqlite COHESION_CONFIG=$folder/Config

quiet() { "$binary" "$@" 2>>"$folder/said"; }
quiet init
quiet round open round-1 --as officer@example.org
# What the description shows as an example is there.
quiet application submit - --round round-1 >/dev/null <<'JSON'
{"organisation": {"name": "Made Up Sewing Circle", "postcode": "S1 2HH"},
 "contact": {"name": "A. Volunteer", "email": "sewing@example.org"},
 "title": "Stitching", "summary": "Twelve sessions.", "amountPence": 250000,
 "priorities": ["belonging"],
 "answers": {"need": "We asked.", "bringTogether": "At one table.", "people": 60, "commitment": true}}
JSON
quiet panel add --round round-1 --email p1@example.org --as officer@example.org

"$binary" serve --port 0 >"$folder/address" 2>"$folder/log" &
server=$!
for _ in $(seq 200); do
    grep -q http "$folder/address" && break
    sleep 0.05
done
address=$(grep -oE 'http://[^ ]+' "$folder/address")

requests=0
# Who may do most tries most.
for person in officer:20 p1:5 decider:5 finance:5 auditor:5 admin:5 applicant:5 nobody:2; do
    name=${person%:*}
    token=none
    if [[ $name != nobody ]]; then token=$(quiet person token --email "$name@example.org"); fi
    # A schema cannot say all that the fund's rules say, so that something fits it and is refused
    # is no failure.
    if ! timeout 300 "$schemathesis" run "$address/api/openapi.json" \
        --header "Authorization: Bearer $token" --checks all \
        --exclude-checks positive_data_acceptance --max-examples "${person#*:}" --seed 1 \
        --continue-on-failure --suppress-health-check all --no-color >"$folder/report" 2>&1; then
        tail -150 "$folder/report"
        echo "Made-up requests found something, as $name." >&2
        exit 1
    fi
    count=$(grep -oE '[0-9]+ generated' "$folder/report" | grep -oE '[0-9]+' | tail -1)
    requests=$((requests + ${count:-0}))
done
kill -0 "$server" || { tail -20 "$folder/log"; echo "The server ended by itself." >&2; exit 1; }
if grep -E ' (error|critical) ' "$folder/log"; then
    echo "Something failed inside." >&2
    exit 1
fi
quiet audit verify >/dev/null
if [[ $requests -lt 2000 ]]; then
    echo "Only $requests made-up requests were sent." >&2
    exit 1
fi
echo "$requests made-up requests, as each role: no failure inside, nothing that is not described."
