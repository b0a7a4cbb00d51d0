"""A standing enemy of the verifiers: adversaries make pairs, an oracle of its own judges what is said of them.

`registry` lists the kinds of attack; `campaign` runs them by the million; `oracle`, with `balls`, `places` and
`claims`, imports nothing of what it judges; `reading` alone knows what a scope means.
"""
