"""Scripts that other interpreters run (see `systems.server`): they import nothing of ours, and no file beside them."""
