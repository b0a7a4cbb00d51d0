"""The primer: fifteen lessons, from a line through points to a transformer that integrates.

    lesson        the lessons by name, with titles and times: add a row there
    lessons/      one source a lesson: prose in comments, code in cells ("percent" format)
    desk          what a lesson stands on: pictures, checks that can fail, sizes (quick, usual, full)
    run           executes a lesson, cell by cell
    cells         a source as cells; as a notebook; as a page with its outputs
    balderdash    the quiz of lesson 4: real or invented mathematical terms?

A lesson is a plain Python script and imports nothing of the other lessons.
"""
