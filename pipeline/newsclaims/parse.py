"""Parse: the spaCy pipeline that reads tokens, tags, trees, sentences and names, ours or the user's.

Reading order: `load_model` (which pipeline, and whether it has what the stages need), then `Paragraphs`, the
component that keeps a sentence from running over a paragraph's end.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import DEFAULT_MODEL, tables
from newsclaims.errors import ModelError

NEEDED = {
    "token.tag": "tagger",
    "token.lemma": "lemmatizer",
    "token.dep": "dependency parser",
    "doc.ents": "named-entity recogniser",
}
_LINE_END = re.compile(r"\n\s*")


def load_model(name: str | Path = DEFAULT_MODEL, *, paragraphs: bool = True) -> Language:
    """The spaCy pipeline of that name or path; with `paragraphs`, sentences end at paragraphs.

    Our own models need no network. ModelError where there is none of that name, or where it lacks a part
    that the stages need.
    """
    path = _own_model(str(name))
    try:
        nlp = spacy.load(path or name)
    except (ValueError, ImportError) as error:
        raise ModelError(
            f'the language model "{name}" cannot be loaded: {" ".join(str(error).split())[:300]}',
            where="--model",
            mend="Install what it needs, or another model.",
        ) from error
    except OSError as error:
        raise ModelError(
            f'no language model "{name}" is installed.',
            where="--model",
            mend=f"Take {DEFAULT_MODEL} (the default), a path to a spaCy pipeline, or install one: "
            "python -m spacy download en_core_web_sm.",
        ) from error
    _check(nlp, str(name))
    if not paragraphs:
        return nlp
    parser = next(pipe for pipe in nlp.pipe_names if "token.dep" in nlp.get_pipe_meta(pipe).assigns)
    nlp.add_pipe("newsclaims_paragraphs", before=parser)
    return nlp


def _own_model(name: str) -> Path | None:
    """Where a model that ships with us lies: beside the installed package, or in the checkout's `models/`."""
    package = Path(str(resources.files("newsclaims")))
    if not re.fullmatch(r"\w+", name):
        return None
    for folder in (package.parent / "newsclaims_models", package.parents[1] / "models"):
        if (folder / name / "config.cfg").is_file():
            return folder / name
    return None


def _check(nlp: Language, name: str) -> None:
    """ModelError where no component of the pipeline assigns what the stages read."""
    given = {what for pipe in nlp.pipe_names for what in nlp.get_pipe_meta(pipe).assigns}
    missing = [part for what, part in NEEDED.items() if what not in given]
    if missing:
        raise ModelError(
            f'"{name}" has no {", no ".join(missing)}; its parts: {", ".join(nlp.pipe_names)}.',
            where="--model",
            mend=f"Take a pipeline with {', '.join(NEEDED.values())}; {DEFAULT_MODEL} and en_core_web_sm have them.",
        )


def paragraph_starts(text: str) -> list[int]:
    """Offsets at which a new paragraph, headline or list line starts.

    A blank line ends a paragraph; so does a single line end, unless the text is wrapped by hand: a line that goes on in
    lower case is no new paragraph, and where a good part of the lines do, only blank lines count.
    """
    ends = list(_LINE_END.finditer(text))
    single = [end for end in ends if end.group().count("\n") == 1 and end.end() < len(text)]
    wrapped = sum(text[end.end()].islower() for end in single) > len(single) / 5
    starts = []
    for end in ends:
        if end.end() == len(text):
            continue
        blank = end.group().count("\n") > 1
        if blank or not (wrapped or text[end.end()].islower()):
            starts.append(end.end())
    return starts


class Paragraphs:
    """Starts a sentence where a paragraph starts, and none between `Sept.` or `No.` and its number."""

    def __init__(self, abbreviations: frozenset[str]) -> None:
        self.abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        starts = set(paragraph_starts(doc.text))
        # All at once: spaCy goes through the whole Doc each time that the start of a single token is set.
        marks = doc.to_array("SENT_START").astype("int64")
        for token in doc:
            if token.idx in starts:
                marks[token.i] = 1
            elif token.i > 1 and token.text[0].isdigit() and self._abbreviated(doc, token.i):
                marks[token.i] = -1
        return doc.from_array(["SENT_START"], marks.astype("uint64"))  # type: ignore[arg-type]

    def _abbreviated(self, doc: Doc, i: int) -> bool:
        """Whether the tokens before a number are an abbreviation that takes one, whole (`Sept.`) or cut (`No`, `.`)."""
        before = doc[i - 1].text
        if before == "." and not doc[i - 2].whitespace_:
            before = doc[i - 2].text + before
        return before.lower() in self.abbreviations


@Language.factory("newsclaims_paragraphs", assigns=["token.is_sent_start"])
def make_paragraphs(nlp: Language, name: str) -> Paragraphs:
    """The component that starts sentences at paragraphs."""
    return Paragraphs(tables.words("en/abbreviations"))
