#!/usr/bin/env bash
# The whole story on a laptop: generate, train, export, evaluate, solve.
#
#   bash runs/small.sh                   one hour of training
#   bash runs/small.sh --minutes 5       a first look
#   bash runs/small.sh --minutes 480     a night
#
# Everything lands in out/small. A run that was stopped goes on when the script is called again; only the
# shipped weights need another step (the last one below).
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=60
out=out/small
while [ $# -gt 0 ]; do
  case "$1" in
    --minutes) minutes=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    *) echo "usage: runs/small.sh [--minutes M] [--out DIR]" >&2; exit 2 ;;
  esac
done

# 0. An environment with PyTorch. (The runtime needs none; training does.)
make --silent .venv/dev
PATH="$PWD/.venv/bin:$PATH"

# 1. Generate. Training makes its own problems while it runs; what we write here is a test set that training
#    never sees: other seeds give other problems. Look at a few first.
ansatz generate backward --count 3 --seed 20
mkdir -p "$out"
[ -f "$out/test.tsv" ] || ansatz generate backward --count 300 --seed 1000003 --out "$out/test.tsv"

# 2. Train. A 5.4 M parameter transformer learns to undo differentiation from a live stream: no example is
#    seen twice, so the accuracy on the progress bar is the accuracy on unseen problems.
#    runs/small.toml holds the settings. A run that was stopped goes on within its hour; a finished one stays as it is
#    (to prolong it: ansatz train --resume "$out/run" --plateau --minutes 60).
if [ ! -f "$out/run/checkpoint.safetensors" ]; then
  ansatz train runs/small.toml --minutes "$minutes" --out "$out/run"
else
  ansatz train --resume "$out/run"
fi

# 3. Export to the runtime's format: int8, no PyTorch needed from here on.
ansatz export "$out/run" --out "$out/weights" --command "runs/small.sh --minutes $minutes"

# 4. Evaluate: the network alone, then with each of the parts that turn guesses into answers.
ansatz evaluate "$out/test.tsv" --weights "$out/weights" --lineup network,fit,views,own --out "$out/results.jsonl"

# 5. Solve, with the weights just trained.
ANSATZ_WEIGHTS="$out/weights" ansatz integrate "x^2*(tan(x)^2+1) + 2*x*tan(x) + 1" --steps

# To ship these weights inside the package:
#   ansatz export out/small/run --out src/ansatz/weights/integrate --accuracy summary.json
