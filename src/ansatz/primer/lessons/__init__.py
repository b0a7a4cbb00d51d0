"""The lessons' sources: scripts in cells, run by `ansatz primer`, by an editor or as notebooks; never imported."""
