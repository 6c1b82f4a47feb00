"""DocBin: spaCy reads it back, with and without newsclaims."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import spacy
from invented import ARTICLE, BARE, CLAIMS, TEXT, mention
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus

from newsclaims import layers
from newsclaims.export.docbin import docbin
from newsclaims.export.inputs import Worked
from newsclaims.export.mentions import ROLES, mentions_of
from newsclaims.records import Claim


def written(path: Path) -> Path:
    path.write_bytes(b"".join(docbin([Worked(ARTICLE, CLAIMS), Worked(BARE, [])])))
    return path


def docs(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def test_the_text_the_spans_and_the_records_come_back(tmp_path: Path) -> None:
    doc, bare = docs(written(tmp_path / "claims.spacy"))
    assert (doc.text, bare.text) == (TEXT, BARE.text)
    assert layers.take(doc, "claims", Claim) == CLAIMS
    assert layers.take_article(doc) == ARTICLE.meta
    assert layers.take(bare, "claims", Claim) == []
    assert set(doc.spans) == set(bare.spans) == set(ROLES)
    assert all(len(group) == 0 for group in bare.spans.values())


def test_a_span_covers_its_mention_and_names_its_claim(tmp_path: Path) -> None:
    doc, _ = docs(written(tmp_path / "claims.spacy"))
    wanted = [(claim.id, role, words) for claim in CLAIMS for role, words, _ in mentions_of(claim)]
    found = [(span.id_, span.label_, span) for group in doc.spans.values() for span in group]
    assert sorted(one[:2] for one in found) == sorted(one[:2] for one in wanted)
    for claim_id, role, span in found:
        at = [words for one, other, words in wanted if (one, other) == (claim_id, role)]
        assert any(span.start_char <= words.start and words.end <= span.end_char for words in at)
    (figure,) = [span for span in doc.spans["figure"] if span.id_ == CLAIMS[0].id]
    assert (figure.text, figure.start_char) == ("At least 33", mention("At least 33").start)


def test_spacy_trains_on_it(tmp_path: Path) -> None:
    examples = list(Corpus(written(tmp_path / "claims.spacy"))(spacy.blank("en")))
    assert len(examples[0].reference.spans["figure"]) == len(CLAIMS)
    assert examples[0].predicted.text == TEXT


def test_the_records_can_be_read_without_newsclaims(tmp_path: Path) -> None:
    written(tmp_path / "claims.spacy")
    code = (
        "import json, sys; from spacy.tokens import DocBin; from spacy.vocab import Vocab; "
        "doc, _ = DocBin().from_disk('claims.spacy').get_docs(Vocab()); "
        "assert not [m for m in sys.modules if m.startswith('newsclaims')]; "
        "print(json.dumps([claim['id'] for claim in doc.user_data['._.', 'claims', None, None]]))"
    )
    got = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(got.stdout) == [claim.id for claim in CLAIMS]
