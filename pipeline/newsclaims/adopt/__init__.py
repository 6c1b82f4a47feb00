"""Adopt: what other extractors found becomes claim records of ours, each figure and time read by our normalisers.

Reading order: `drafts` (LangExtract's JSONL, or JSON in our schema -> drafts, not one of them trusted), `places` (words
and offsets -> mentions that hold), `claims` (a draft and its article -> a claim, with notes of all that was mended or
left out), `commands`.
"""
