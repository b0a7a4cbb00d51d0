"""Integration: what is read, the stages of our own search, and how an answer is made presentable.

Begin with `solver`; `stages` is our own search (network, structural terms, fit), `search` verifies each claim once.
`definite` turns an antiderivative into a value.
"""
