"""What makes pairs: one file for each kind of near-truth."""
