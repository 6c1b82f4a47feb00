"""Write: claims and failures become JSON lines.

`ClaimWriter`, `FailureWriter`, `claim_line` and `failures_path` are the whole face; `schema` keeps the schema
file that ships.
"""

from newsclaims.write.jsonl import FAILURES, PARTIAL, ClaimWriter, FailureWriter, claim_line, failures_path

__all__ = ["FAILURES", "PARTIAL", "ClaimWriter", "FailureWriter", "claim_line", "failures_path"]
