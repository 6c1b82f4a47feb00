"""Trees by spaCy's own net, a step in all Docs at once.

spaCy's `parser` does so too, but takes Python's global lock anew for each unit of its net. Here it takes the steps that
it has for training: more calls a step, no locks, and the same trees. That pays where Docs go side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from spacy.language import Language
from spacy.pipeline.dep_parser import DEFAULT_PARSER_MODEL, DependencyParser
from spacy.tokens import Doc
from thinc.api import Model

_SIDE_BY_SIDE = 2  # Docs that go side by side, counted by words: from so many on it pays


class Trees(DependencyParser):  # type: ignore[misc]
    """spaCy's `parser` with its net, its files and its choices, faster."""

    def predict(self, docs: Sequence[Doc]) -> Any:
        """The last states of the Docs, as spaCy's own."""
        lengths = [len(doc) for doc in docs]
        alone = sum(lengths) < _SIDE_BY_SIDE * max(lengths, default=0)
        if alone or not any(lengths) or self.cfg["beam_width"] != 1 or self.model.attrs["unseen_classes"]:
            return super().predict(docs)
        net = self.model.predict(docs)
        states = self.moves.init_batch(docs)
        going = [state for state in states if not state.is_final()]
        while going:
            scores = net.vec2scores.predict(net.state2vec.predict(net.get_token_ids(going)))
            going = self.transition_states(going, scores)
        net.clear_memory()
        return states


@Language.factory(
    "newsclaims_trees",
    assigns=["token.dep", "token.head", "token.is_sent_start", "doc.sents"],
    default_config={
        "moves": None,
        "update_with_oracle_cut_size": 100,
        "learn_tokens": False,
        "min_action_freq": 30,
        "model": DEFAULT_PARSER_MODEL,
        "scorer": {"@scorers": "spacy.parser_scorer.v1"},
    },
    default_score_weights={"dep_uas": 0.5, "dep_las": 0.5},
)
def make_trees(
    nlp: Language, name: str, model: Model[Any, Any], moves: Any, update_with_oracle_cut_size: int,
    learn_tokens: bool, min_action_freq: int, scorer: Callable[..., Any] | None,
) -> Trees:  # fmt: skip
    """The component, with the settings of spaCy's `parser`."""
    return Trees(
        nlp.vocab, model, name, moves, update_with_oracle_cut_size=update_with_oracle_cut_size,
        learn_tokens=learn_tokens, min_action_freq=min_action_freq, scorer=scorer,
    )  # fmt: skip
