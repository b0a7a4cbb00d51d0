"""Models: the families of sequence-to-sequence networks behind one interface, and beam search for all of them.

Begin at `interface.Seq2Seq`, what every family can do; `registry.build` makes one of the sizes in `config`.
"""
