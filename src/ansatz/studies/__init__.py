"""Studies: one experiment each, re-run from scratch by one command, ending in a table and a picture.

    ansatz study                                              lists them, with what each costs
    ansatz study families --budget 10 --out out/families      runs one; the same command resumes it

A study is a list of arms (`study.Arm`: what is trained, on what, and how it is asked) and a report on their outcomes.
`runner.run` trains and asks every arm, each in a folder of its own. To add a study: a module with a `Study`, and a
row in `registry.STUDIES`.
"""
