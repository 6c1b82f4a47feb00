"""Write: claims and failures become JSON lines.

`ClaimWriter`, `FailureWriter` and `failures_path` are the whole face; `schema` keeps the schema file that ships.
"""

from newsclaims.write.jsonl import FAILURES, PARTIAL, ClaimWriter, FailureWriter, failures_path

__all__ = ["FAILURES", "PARTIAL", "ClaimWriter", "FailureWriter", "failures_path"]
