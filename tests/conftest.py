"""Settings for all tests: a property may take its time on a busy machine; Ctrl-C reaches the programs under test."""

import signal

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# A shell that runs the tests in the background has them, and all they start, ignore SIGINT.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
