#!/usr/bin/env bash
# The whole line on the example plan; results stay in out/. Each step is a command of its own.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out="$root/out"
mkdir -p "$out"
cd "$root/examples/neimenggu"

step() { printf '\n━━ %s\n   $ guihua %s\n' "$1" "${*:2}"; guihua "${@:2}"; }

step "一、读 read: the text into typed statements" read plan.zh.md -o plan.yaml
cp plan.yaml "$out/plan.yaml"
cp plan.text.txt "$out/plan.text.txt"
step "二、看 show: its targets" show --kind target
set +e
step "三、校 check: what does not add up, with proofs (exit status 1 where an error is found)" check plan.yaml
status=$?
guihua check plan.yaml --format json -o "$out/findings.json" >/dev/null 2>&1
set -e
[ "$status" -le 1 ] || { echo "check could not be done (exit status $status)"; exit 1; }
step "四、验 verify: every proof again, offline and exactly" verify "$out/findings.json"
step "五、入 import: published figures with their vintages" import observations.csv
step "六、测 track: as known on 30 June 2017" track --as-of 2017-06-30
step "七、测 track: as known on 31 December 2021" track --as-of 2021-12-31
step "八、页 page: one self-contained page" page --as-of 2017-06-30 --as-of 2021-12-31 --as-of 2025-01-31 -o "$out/plan.html"
step "九、办 ledger: bodies and the division of work" ledger import bodies ledgers/bodies.csv --at 2017-04-14 --by 演示
step "九、办 ledger: its tasks" ledger import tasks "ledgers/任务分工表（示例）.csv" --at 2017-06-01 --by 演示
guihua ledger import tasks --link --at 2017-06-01 --by 演示 >/dev/null 2>&1 || true
printf '\n━━ 十、示例数据：其余台账由程序生成，逐条标明 the other ledgers get made-up rows, marked as such\n'
"$root/.venv/bin/python" "$root/scripts/seed_ledgers.py"
step "十一、清单 systems: what the plan sets up, where each lives" systems --state works
cd "$root/examples/energy"
step "十二、第二个示例 the second example: national energy targets" read plan.zh.md -o plan.yaml
step "十三、入 import" import observations.csv
step "十四、测 track: as known on 30 June 2026, when most figures were collected" track --as-of 2026-06-30
step "十五、页 page: one page of the second example" page --as-of 2018-12-31 --as-of 2021-12-31 --as-of 2026-06-30 -o "$out/energy.html"
printf '\n结果在 results in out/: %s\n' "$(cd "$out" && ls | tr '\n' ' ')"
