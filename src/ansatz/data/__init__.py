"""Data: problems as words and as token ids, on disk and in streams of batches.

Begin at `record.Record`, one problem; `engine` makes data sets, `stream` and `shard_stream` feed training with batches.
"""
