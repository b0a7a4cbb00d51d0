"""Looking inside: every picture is written, weights are distributions, text is escaped, bad input is one sentence."""

import base64
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from ansatz.data.encode import Lengths
from ansatz.data.scheme import Scheme
from ansatz.data.stream import StreamConfig
from ansatz.errors import CheckpointError, ConfigError, InputError, LimitError, ParseError, UnsupportedError
from ansatz.inspection import attention, embeddings, neighbours
from ansatz.inspection.report import inspect
from ansatz.inspection.subject import Subject, load
from ansatz.models.config import ModelConfig
from ansatz.models.registry import build
from ansatz.training import checkpoint
from ansatz.training.config import TrainConfig

MODELS = {
    "transformer": ModelConfig(2, 1, 2, 16, 32, positions=40),
    "decoder": ModelConfig(0, 2, 2, 16, 32, positions=40, family="decoder"),
    "attention": ModelConfig(1, 1, 1, 16, 32, positions=40, family="attention"),
    "seq2seq": ModelConfig(1, 1, 1, 16, 32, positions=40, family="seq2seq"),
}
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def write(folder: Path, family: str = "transformer", notation: str = "prefix", tokenizer: str = "words") -> Path:
    """A run with fresh weights."""
    stream = StreamConfig(lengths=Lengths(32, 12), notation=notation, tokenizer=tokenizer)
    config = TrainConfig(MODELS[family], stream)
    torch.manual_seed(1)
    model = build(config.model, stream.scheme.size)
    folder.mkdir(parents=True, exist_ok=True)
    state = {"config": config.to_dict(), "tokens": list(stream.scheme.names), "progress": {"examples": 0}}
    tensors = {f"model.{name}": tensor for name, tensor in model.state_dict().items()}
    checkpoint.save(folder / "checkpoint.safetensors", tensors, state)
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def subject(run: Path) -> Subject:
    return load(run)


# ------------------------------------------------------------------------------------------- attention


@pytest.mark.parametrize(
    ("family", "names"),
    [
        (
            "transformer",
            ["attention_encoder_1", "attention_encoder_2", "attention_decoder_1", "attention_cross_1"],
        ),
        ("decoder", ["attention_problem_and_answer_1", "attention_problem_and_answer_2"]),
        ("attention", ["attention_cross"]),
        ("seq2seq", []),
    ],
)
def test_every_map_is_a_distribution_over_its_tokens(family: str, names: list[str], tmp_path: Path) -> None:
    reading = attention.read(load(write(tmp_path, family)), "x*cos(x)")
    assert [chart.name for chart in reading.maps] == names
    assert reading.source == ["<integrate>", "*", "x", "cos", "x"]
    assert 0 < len(reading.target) <= 11 and reading.target[-1] == "</s>"
    for chart in reading.maps:
        assert chart.weights.shape[1:] == (len(chart.queries), len(chart.keys))
        assert np.allclose(chart.weights.sum(-1), 1, atol=1e-5)
        assert chart.weights.min() >= 0
        if "decoder" in chart.name or "problem" in chart.name:
            assert not np.triu(chart.weights, 1).any()
    cross = [chart for chart in reading.maps if "cross" in chart.name]
    assert all((chart.queries, chart.keys) == (reading.target, reading.source) for chart in cross)


@pytest.mark.parametrize(("notation", "tokenizer"), [("infix", "letters"), ("postfix", "words"), ("infix", "bpe")])
def test_maps_are_in_the_models_own_tokens(notation: str, tokenizer: str, tmp_path: Path) -> None:
    subject = load(write(tmp_path, "attention", notation, tokenizer))
    reading = attention.read(subject, "x*cos(x)")
    spelling = Scheme(notation, tokenizer).tokens(["*", "x", "cos", "x"])
    assert reading.source[1:] == [subject.scheme.labels[k] for k in spelling]
    assert reading.maps[0].keys == reading.source


def test_labels_are_readable() -> None:
    assert {"(", ")", "sin"} <= set(Scheme("infix").labels)
    assert "<spare0>" in Scheme("prefix").labels
    assert "␣" in Scheme("prefix", "letters").labels and " " not in "".join(Scheme("prefix", "bpe").labels)


def test_a_large_map_is_drawn_without_labels() -> None:
    tokens = ["x"] * 100
    chart = attention.AttentionMap("attention_encoder_1", "", tokens, tokens, np.full((2, 100, 100), 0.01))
    figure = attention.draw(chart)
    assert len(figure.axes) == 4  # two heads, their mean, the colour scale
    assert not figure.axes[0].get_xticks().size


# ------------------------------------------------------------------------------------------- embeddings


def test_the_plane_is_the_one_of_largest_variance() -> None:
    scheme = Scheme()
    torch.manual_seed(2)
    flat = torch.randn(scheme.size, 2, dtype=torch.float64) @ torch.randn(2, 8, dtype=torch.float64)
    plane = embeddings.project(flat, scheme)
    kept = embeddings.met(flat, scheme)
    assert plane.points.shape == (len(kept), 2) and len(plane.labels) == len(plane.kinds) == len(kept)
    assert sum(plane.explained) == pytest.approx(1)
    wanted = torch.cdist(flat[kept], flat[kept]).numpy()
    assert np.allclose(np.linalg.norm(plane.points[:, None] - plane.points[None], axis=-1), wanted, atol=1e-6)


def test_explained_variance_is_the_share_of_the_first_two_axes() -> None:
    scheme = Scheme("infix", "letters")
    torch.manual_seed(3)
    matrix = torch.randn(scheme.size, 6)
    kept = matrix[embeddings.met(matrix, scheme)].double().numpy()
    variances = np.sort(np.linalg.eigvalsh(np.cov(kept.T)))[::-1]
    assert embeddings.project(matrix, scheme).explained == pytest.approx(tuple(variances[:2] / variances.sum()))


def test_tokens_that_lie_with_unknown_are_left_out() -> None:
    scheme = Scheme()
    torch.manual_seed(4)
    matrix = torch.randn(scheme.size, 32)
    matrix[scheme.index["dilog"]] = 0.9 * matrix[scheme.index["<unk>"]]
    labels = embeddings.project(matrix, scheme).labels
    assert "sin" in labels and not {"dilog", "<unk>", "<spare3>"} & set(labels)
    assert "dilog" not in neighbours.operators(matrix, scheme)
    with pytest.raises(ConfigError, match="'dilog' is no token"):
        neighbours.nearest(matrix, scheme, "dilog")


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("operator", ["+", "^"]),
        ("function", ["sin", "neg", "pow2"]),
        ("number", ["-7", "30", "d3", "INT-"]),
        ("variable", ["x", "x1", "Y'"]),
        ("parameter or constant", ["a", "c1", "pi"]),
        ("control", ["<s>", "<integrate>", "("]),
        ("piece", ["os(", "(x))"]),
    ],
)
def test_kinds(kind: str, names: list[str]) -> None:
    assert [embeddings.kind(name) for name in names] == [kind] * len(names)


# ------------------------------------------------------------------------------------------- neighbours


def test_neighbours_are_ranked_by_cosine() -> None:
    scheme = Scheme()
    torch.manual_seed(5)
    matrix = torch.randn(scheme.size, 64)
    matrix[scheme.index["cos"]] = matrix[scheme.index["sin"]] + 0.1 * torch.randn(64)
    found = neighbours.nearest(matrix, scheme, "sin", 5)
    assert found[0][0] == "cos" and found[0][1] > 0.95
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    table = neighbours.cosines(matrix, scheme)
    assert np.allclose(np.diag(table.cosines), 1) and np.allclose(table.cosines, table.cosines.T)
    assert abs(table.names.index("sin") - table.names.index("cos")) == 1
    assert set(table.names) == set(neighbours.operators(matrix, scheme))


# ------------------------------------------------------------------------------------------- the report


@pytest.mark.slow
def test_the_report_is_whole_and_needs_no_other_file(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report"
    page, *pictures = inspect(run, "x*cos(x)", out)
    assert {path.stem for path in pictures} >= {"embeddings", "operators", "attention_cross_1"}
    assert {path.name for path in out.iterdir()} == {path.name for path in (page, *pictures)}
    text = page.read_text(encoding="utf-8")
    inside = [base64.b64decode(data) for data in re.findall(r'src="data:image/png;base64,([^"]+)"', text)]
    assert inside == [path.read_bytes() for path in pictures]
    assert all(png.startswith(SIGNATURE) for png in inside)
    assert '<span class="token">&lt;integrate&gt;</span>' in text and "<integrate>" not in text
    assert "x*cos(x)" in text and "<th>sin</th>" in text and "% of their variance" in text
    assert not re.search(r"https?://|<script|<link", text)


@pytest.mark.slow
def test_a_report_is_replaced_and_nothing_else_is(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    inspect(run, "x", out)
    inspect(run / "checkpoint.safetensors", None, out)
    assert sorted(path.name for path in out.iterdir()) == ["embeddings.png", "operators.png", "report.html"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(ConfigError, match=r"mine holds something else than a report; choose another folder"):
        inspect(run, None, tmp_path / "mine")
    with pytest.raises(ConfigError):
        inspect(run, None, tmp_path / "mine" / "notes.txt")


@pytest.mark.parametrize(
    ("expression", "error", "sentence"),
    [
        ("alpha*x", UnsupportedError, "The model cannot read this expression: 'alpha' is not in the vocabulary."),
        ("+".join(f"sin({k}*x)" for k in range(1, 12)), LimitError, r"has \d+ tokens, but the model reads at most 32"),
        ("x +* 2", ParseError, "."),
        ("1/0", InputError, "."),
    ],
)
def test_strange_expressions_are_one_sentence(
    run: Path, tmp_path: Path, expression: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        inspect(run, expression, tmp_path / "report")
    assert not (tmp_path / "report").exists()


def test_strange_checkpoints_are_one_sentence(run: Path, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="There is no checkpoint at"):
        load(tmp_path)
    tensors, state = checkpoint.load(run / "checkpoint.safetensors")
    path = tmp_path / "strange.safetensors"
    checkpoint.save(path, tensors, {**state, "tokens": ["x"]})
    with pytest.raises(CheckpointError, match="The vocabulary of"):
        load(path)
    checkpoint.save(path, {"model.embedding.weight": tensors["model.embedding.weight"]}, state)
    with pytest.raises(CheckpointError, match="do not fit"):
        load(path)
    path.write_bytes(b"no tensors")
    with pytest.raises(CheckpointError, match="is not a readable checkpoint"):
        load(path)
