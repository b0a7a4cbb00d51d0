"""Second opinions on answers: by mpmath's numbers alone, sharing nothing with the verifier but the problem.

    integral.opinion(F, f)       ode.opinion(y, equation, order)       lyapunov.opinion(V, system)
    records.opinion(record)      of a problem with its answer, as data sets hold it

Each is an `opinion.Opinion`: agrees, disagrees at a point that it names, or cannot say, with the reason. It proves
nothing; it is there to catch a wrong proof, a wrong pair, or a wrong test.
"""
