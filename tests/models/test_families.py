"""What every family promises: shapes, causality, indifference to padding, steps that agree with teacher forcing."""

import pytest
import torch

from ansatz.models.interface import select


def tokens(*shape):
    return torch.randint(1, 20, shape)


def test_shapes(model):
    assert model(tokens(3, 7), tokens(3, 5)).shape == (3, 5, 20)


def test_the_answer_does_not_see_its_future(model):
    source, target = tokens(2, 7), tokens(2, 6)
    changed = target.clone()
    changed[:, 4:] = (changed[:, 4:] + 1) % 19 + 1
    before, after = model(source, target), model(source, changed)
    assert torch.allclose(before[:, :4], after[:, :4], atol=1e-6)
    assert not torch.allclose(before[:, 4:], after[:, 4:], atol=1e-4)


def test_every_token_of_the_problem_matters(model):
    source, target = tokens(1, 6), tokens(1, 5)
    logits = model(source, target)
    for place in range(6):
        changed = source.clone()
        changed[0, place] = changed[0, place] % 19 + 1
        assert not torch.allclose(logits, model(changed, target), atol=1e-5), place


def test_padding_of_the_problem_changes_nothing(model):
    source, target = tokens(3, 7), tokens(3, 5)
    lengths = [7, 4, 1]
    for row, length in enumerate(lengths):
        source[row, length:] = 0
    together = model(source, target)
    wider = model(torch.cat([source, torch.zeros(3, 4, dtype=torch.long)], 1), target)
    assert torch.allclose(together, wider, atol=1e-5)
    for row, length in enumerate(lengths):
        assert torch.allclose(together[row], model(source[row : row + 1, :length], target[row : row + 1]), atol=1e-5)


def test_steps_agree_with_teacher_forcing(model):
    source, target = tokens(3, 7), tokens(3, 6)
    source[1, 4:] = 0
    expected, state = model(source, target), model.start(source)
    for n in range(6):
        logits, state = model.step(target[:, n], state)
        assert torch.allclose(logits, expected[:, n], atol=1e-5), n


def test_a_state_is_repeated_reordered_and_dropped_by_rows(model):
    source = tokens(3, 7)
    source[2, 5:] = 0
    state = model.start(source)
    assert all(len(tensor) == 3 for tensor in state.values())
    _, state = model.step(torch.tensor([1, 1, 1]), state)
    state = select(state, torch.tensor([0, 0, 1, 1, 2, 2]))  # two hypotheses for each problem
    _, state = model.step(torch.tensor([4, 5, 6, 7, 8, 9]), state)
    state = select(state, torch.tensor([1, 1, 5, 4]), problems=torch.tensor([0, 2]))  # the second problem is done
    logits, _ = model.step(torch.tensor([10, 11, 12, 13]), state)
    prefixes = [(0, [1, 5, 10]), (0, [1, 5, 11]), (2, [1, 9, 12]), (2, [1, 8, 13])]
    for row, (problem, prefix) in enumerate(prefixes):
        expected = model(source[problem : problem + 1], torch.tensor([prefix]))[0, -1]
        assert torch.allclose(logits[row], expected, atol=1e-5), row


def test_only_the_layers_matrices_are_listed(model):
    listed = {id(parameter) for parameter in model.matrices()}
    inside = ("encoder", "decoder", "layers", "attention")
    expected = {id(p) for name, p in model.named_parameters() if p.dim() == 2 and name.split(".")[0] in inside}
    assert listed == expected and len(listed) == len(list(model.matrices()))
    assert id(model.embedding.weight) not in listed


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_every_parameter_is_trained(model, precision):
    model.train()
    with torch.autocast("cpu", torch.bfloat16, enabled=precision is torch.bfloat16):
        model(tokens(2, 7), tokens(2, 5)).float().logsumexp(-1).sum().backward()
    silent = [name for name, parameter in model.named_parameters() if parameter.grad is None]
    assert not silent
