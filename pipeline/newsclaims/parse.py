"""Parse: the spaCy pipeline that reads tokens, tags, trees, sentences and names, ours or the user's.

Reading order: `load_model` (which pipeline), `own_model` (where ours lie), `_check` (whether it has what the stages
need).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops, use_ops

from newsclaims import DEFAULT_MODEL
from newsclaims.errors import ModelError

NEEDED = {
    "token.tag": "tagger",
    "token.lemma": "lemmatizer",
    "token.dep": "dependency parser",
    "doc.ents": "named-entity recogniser",
}


def load_model(name: str | Path = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of that name or path, in which sentences end at paragraphs.

    Our own models need no network. ModelError where there is none of that name, or where it lacks a part
    that the stages need.
    """
    path = own_model(str(name))
    try:
        with _fast_products():
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
    if "newsclaims_paragraphs" in nlp.pipe_names:
        return nlp
    parser = next(pipe for pipe in nlp.pipe_names if "token.dep" in nlp.get_pipe_meta(pipe).assigns)
    nlp.add_pipe("newsclaims_paragraphs", before=parser)
    return nlp


@contextmanager
def _fast_products() -> Iterator[None]:
    """Models made inside multiply matrices by numpy's BLAS, which takes half the time of the one that thinc brings."""
    if type(get_current_ops()) is NumpyOps:
        with use_ops("numpy", use_blis=False):
            yield
    else:  # a GPU's, or the processor's own
        yield


def own_model(name: str) -> Path | None:
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
            f'"{name}" has no {", no ".join(missing)}; its parts: {", ".join(nlp.pipe_names) or "none"}.',
            where="--model",
            mend=f"Take a pipeline with {', '.join(NEEDED.values())}; {DEFAULT_MODEL} and en_core_web_sm have them.",
        )
