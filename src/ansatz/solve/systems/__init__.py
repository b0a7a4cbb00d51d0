"""Computer algebra systems as sources of claims, never trusted."""
