"""Write: claims and failures become JSON lines.

`ClaimWriter`, `FailureWriter`, `claim_line` and `failures_path` are the whole face, and `WholeFile` for what is no JSON
lines; `schema` keeps the schema file that ships.
"""

from newsclaims.write.jsonl import FAILURES, ClaimWriter, FailureWriter, claim_line, failures_path
from newsclaims.write.whole import PARTIAL, WholeFile

__all__ = ["FAILURES", "PARTIAL", "ClaimWriter", "FailureWriter", "WholeFile", "claim_line", "failures_path"]
