"""Does a family of functions solve a differential equation? Begin with `verifier`."""
