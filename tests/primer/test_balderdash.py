"""The quiz: what is real, what is an invention, what can be pronounced, and how a round is marked."""

import pytest

from ansatz.errors import ConfigError
from ansatz.primer.balderdash.judge import exists, is_invention, is_new, is_pronounceable
from ansatz.primer.balderdash.quiz import mark, new_round
from ansatz.primer.balderdash.terms import fields, invented, real


def test_the_list_is_long_and_has_no_term_twice() -> None:
    assert len(real()) >= 1_500 and len({term.lower() for term in real()}) == len(real())
    assert len(fields()) >= 12 and all(term == term.strip() and term for term in real())


def test_no_invention_stands_in_the_list() -> None:
    assert len(invented()) >= 100 and len(set(invented())) == len(invented())
    assert not [term for term in invented() if exists(term) or not is_invention(term)]


def test_inventions_can_be_pronounced() -> None:
    sample = invented()[:50]
    assert sum(map(is_pronounceable, sample)) >= 0.7 * len(sample)


def test_existing_terms_are_known_in_other_spellings() -> None:
    for term in ("Abelian groups", "Jordan-Hölder theorem", "group, abelian", "LHopital rule"):
        assert exists(term), term
    assert not exists("axtric group")


def test_inventions_need_a_new_word() -> None:
    assert is_invention("axtric group") and is_invention("Bloschtegan theorem")
    assert not is_invention("compact lattice"), "known words in a new order may exist"
    assert not is_invention("abelian groop"), "a misspelling is no invention"
    assert not is_invention("axtric axtric") and not is_invention("axtric  group") and not is_invention("")
    assert is_new("rebuture") and not is_new("groups")


def test_pronounceable() -> None:
    assert all(map(is_pronounceable, real())), "what is real can be said"
    for term in ("axtric group", "loxic group", "rebuture condition"):
        assert is_pronounceable(term), term
    for term in ("bcdfg group", "xqtric group", "aeiouic measure", "snav hoooten ontle", "lintzvr square"):
        assert not is_pronounceable(term), term


def test_a_round_is_marked() -> None:
    asked = new_round(7)
    terms = asked["terms"]
    assert isinstance(terms, list) and len(terms) == len(set(terms)) == 20 and new_round(7) == asked != new_round(8)
    truth = [term in real() for term in terms]
    assert sum(truth) == 10
    assert mark(7, truth)["score"] == 20 and mark(7, [not one for one in truth])["score"] == 0
    assert mark(7, [True] * 20)["score"] == 10
    with pytest.raises(ConfigError, match="20 terms; 3 answers"):
        mark(7, [True, False, True])
