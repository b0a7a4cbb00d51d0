#!/usr/bin/env bash
# Half an hour on a machine with one large GPU, 16 cores and no network, such as people rent or are lent: two models.
#
#   bash runs/half_hour_gpu.sh prepare              at home, with a network: what is missing there, into out/prepared
#   bash runs/half_hour_gpu.sh work --leave DIR     there: nine minutes of it; call it again until it says "done"
#   bash runs/half_hour_gpu.sh home DIR out/gpu     at home: what it left, joined, checked, ready for `ansatz export`
#
# `work` makes its data on all cores first, then trains `small` and `lample-charton` on them. It may be stopped at any
# moment and called again: data sets go on after their last shard, training after its last checkpoint. What is worth
# keeping lies in DIR at the end of every call, in files of at most 16 MiB.
#
# There: Python 3.12 and PyTorch 2.11 with the packages of runs/half_hour_gpu.txt, and out/half_hour kept between calls
# (a machine that lost it begins anew). Carried there: the tracked files and out/prepared, together within 64 MiB, which
# `prepare` checks. Leave out: .venv, other runs in out/, and .git. Data sets made at home that lie in out/prepared/data
# are learned from, too: `ansatz generate textbook --out out/prepared/data/textbook`.
set -euo pipefail
cd "$(dirname "$0")/.."
exec "${PYTHON:-python3}" runs/half_hour_gpu.py "$@"
