"""AI balderdash: real mathematical terms, and invented ones that sound like them.

    terms     the real ones, by field (`terms.txt`, written from knowledge)
    judge     whether a term is an invention, and whether its words can be pronounced
    quiz      a round of ten and ten, as plain values that a terminal or a page can show

`invented.txt` holds what the lesson's transformer wrote: `ansatz primer balderdash --full --out FOLDER`.
"""
