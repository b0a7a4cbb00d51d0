"""A beam over any scheme gives trees: the model's tokens are its scheme's, the hypotheses are mathematics."""

import pytest
import torch
from torch import Tensor

from ansatz.data.scheme import Scheme
from ansatz.expr.notation import to_prefix
from ansatz.expr.vocabulary import END
from ansatz.models.beam import TorchDecoder
from ansatz.models.interface import Seq2Seq, State

ANSWER = ("+", ("cos", "x"), ("*", "x", ("sin", ("*", 47, "x"))))


class Parrot(Seq2Seq):
    """Writes one answer, whatever is asked."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.size = scheme.size
        self.answer = [*scheme.tokens(to_prefix(ANSWER)), scheme.index[END]]
        self.dummy = torch.nn.Parameter(torch.zeros(1))

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        raise NotImplementedError

    def start(self, source: Tensor) -> State:
        return {"position": torch.zeros(len(source), dtype=torch.long)}

    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        logits = torch.zeros(len(tokens), self.size)
        for row, k in enumerate(state["position"].tolist()):
            logits[row, self.answer[min(k, len(self.answer) - 1)]] = 50.0
        return logits, {"position": state["position"] + 1}

    def matrices(self):
        return iter(())


@pytest.mark.parametrize("tokenizer", ["words", "letters", "bpe"])
@pytest.mark.parametrize("notation", ["prefix", "postfix", "infix"])
def test_hypotheses_are_trees(notation: str, tokenizer: str) -> None:
    scheme = Scheme(notation, tokenizer)
    decoder = TorchDecoder(Parrot(scheme), scheme, max_length=60)
    asked = ["<integrate>", "*", "x", "cos", "x"]
    for source in (asked, scheme.source(asked[0], asked[1:])):
        assert decoder.fits(source)
        (found,) = decoder.beam([source], beam=3)
        assert found[0].tree == ANSWER and found[0].score > -0.01
