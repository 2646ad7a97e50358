#!/usr/bin/env bash
# bash .github/scripts/plan-example.sh FOLDER: serves the made-up company on this machine and plans examples/acme against it, as Markdown.
# Ends well when the plan is stopped by the company's own limit, as it should be. Needs dist/ringctl.cjs.
set -euo pipefail
folder=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
ringctl() { node "$root/dist/ringctl.cjs" "$@"; }

mkdir -p "$folder"
cp -R "$root/examples/acme/." "$folder"
node "$root/dist/ringctl.cjs" sandbox serve --seed acme -C "$folder" --store "$folder/account.db" --port 0 --format json > "$folder/served.json" &
server=$!
trap 'kill "$server"; wait "$server" || true' EXIT
served() { node -e 'console.log(Object(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")))[process.argv[2]])' "$folder/served.json" "$1" 2> /dev/null; }
for _ in $(seq 60); do served url > /dev/null && break; sleep 0.5; done

RINGOVER_API_KEY=$(node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).keys["all rights"])' "$folder/served.json")
export RINGOVER_API_KEY
sed -i.before "s|^provider: .*|provider: { kind: sandbox, url: \"$(served url)\" }|" "$folder/ringctl.yaml"
rm "$folder/ringctl.yaml.before"
status=0
ringctl plan -C "$folder" --format markdown || status=$?
[[ $status -eq 4 ]]
