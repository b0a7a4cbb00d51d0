"""Inspection: what a trained model attends to, its embeddings, and the neighbours of its operators.

Begin at `report.inspect`, which writes all of it as one page; `subject.load` reads the model from a checkpoint.
"""
