"""Write: claims and failures become JSON lines.

`ClaimWriter`, `FailureWriter`, `claim_line` and `failures_path` are the whole face, and `write_whole` for what is no
JSON lines; `schema` keeps the schema file that ships.
"""

from newsclaims.write.jsonl import FAILURES, NOTES, ClaimWriter, FailureWriter, claim_line, failures_path
from newsclaims.write.whole import PARTIAL, write_whole

__all__ = ["FAILURES", "NOTES", "PARTIAL", "ClaimWriter", "FailureWriter", "claim_line", "failures_path", "write_whole"]
