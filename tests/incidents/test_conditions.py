"""The language of conditions: read, judged with answers that are not yet known, put into words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.incidents.rules.conditions.judging import judge
from apps.incidents.rules.conditions.reading import Unreadable, read
from apps.incidents.rules.conditions.terms import All, Always, Grave, IsKind, Not, Says, Some, Term, Touches
from apps.incidents.rules.conditions.wording import in_words, question, reasons
from apps.incidents.rules.facts import FACTS, HARMS, KINDS, PLACES, Answers

THEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def _answers(**given: bool | None) -> Answers:
    return Answers(known_by=THEN, facts=given)


def test_and_binds_closer_than_or() -> None:
    death, danger, breach = Says("death"), Says("imminent_danger"), Says("security_breach")
    assert read("death or imminent_danger and security_breach") == Some((death, All((danger, breach))))
    assert read("(death or imminent_danger) and security_breach") == All((Some((death, danger)), breach))
    assert read("not death and not (death)") == All((Not(death), Not(death)))


def test_every_kind_of_answer_is_read() -> None:
    assert read("always") == Always()
    assert read("touches US-CA") == Touches("US-CA")
    assert read("kind is near_miss") == IsKind("near_miss")
    assert read("severity at least 4") == Grave(4)
    assert read("harm_health at least 3") == Grave(3, "health")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The condition ends too early"),
        ("death and", "The condition ends too early"),
        ("death imminent_danger", "join it by “and” or “or”"),
        ("(death", "The condition ends too early"),
        ("(death danger", "A parenthesis is opened and not closed."),
        ("death )", "After a whole condition there stands “)”"),
        ("and death", "“and” stands where an answer is expected."),
        ("deaht", "There is no question “deaht”; did you mean “death”?"),
        ("touches Mars", "There is no place “Mars”. Known are: EU"),
        ("kind harm", "Write “kind is harm”; “is” is missing."),
        ("kind is crime", "There is no kind of report “crime”"),
        ("severity 4", "Write “severity at least 4”; “at” is missing."),
        ("severity at least 6", "“6” is not on the scale; write a number from 1 to 5."),
        ("harm_feelings at least 2", "There is no kind of harm “feelings”"),
        ("death at least 3", "“death” is answered by yes or no"),
        ("__import__('os')", "There is no question “__import__"),
        ("not " * 30 + "death", "nested more than 20 deep"),
        ("(" * 30 + "death" + ")" * 30, "nested more than 20 deep"),
        ("death or " * 300 + "death", "Shorten the condition to 2000 characters."),
    ],
)
def test_what_is_no_condition_is_refused_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(text)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "given", "truth", "open_"),
    [
        ("death and security_breach", {"death": False, "security_breach": None}, False, ()),
        ("death and security_breach", {"death": True, "security_breach": None}, None, ("security_breach",)),
        ("death or security_breach", {"death": True, "security_breach": None}, True, ()),
        ("death or security_breach", {"death": False, "security_breach": None}, None, ("security_breach",)),
        ("not death", {"death": None}, None, ("death",)),
        ("not death", {}, None, ("death",)),
        ("not (death and security_breach)", {"death": False}, True, ()),
    ],
)
def test_an_answer_that_is_not_known_leaves_open_only_what_hangs_on_it(
    text: str, given: dict[str, bool | None], truth: bool | None, open_: tuple[str, ...]
) -> None:
    found = judge(read(text), _answers(**given))
    assert found.truth is truth
    assert tuple(atom.name for atom in found.open if isinstance(atom, Says)) == open_


def test_only_the_answers_that_decided_are_given_as_reasons() -> None:
    given = _answers(death=True, security_breach=True, malicious=False)
    found = judge(read("(death or security_breach) and not malicious"), given)
    assert reasons(found.because) == "somebody died and nobody acted in bad faith"
    refused = judge(read("death and malicious"), given)
    assert reasons(refused.because) == "nobody acted in bad faith"


def test_a_country_is_touched_where_one_of_its_states_is() -> None:
    california = Answers(known_by=THEN, places=frozenset({"US-CA"}))
    assert judge(read("touches US"), california).truth is True
    assert judge(read("touches US-NY"), california).truth is False
    assert judge(read("touches US-CA"), Answers(known_by=THEN, places=frozenset({"US"}))).truth is False
    assert judge(read("touches EU"), Answers(known_by=THEN)).truth is None


def test_a_condition_reads_as_a_sentence() -> None:
    said = in_words(read("touches EU and (death or harm_health at least 3) and not malicious"))
    assert said == (
        "the European Union is touched, and (somebody died or the harm to people's life or health is serious or graver)"
        ", and nobody acted in bad faith"
    )
    assert in_words(read("not (death and malicious)")) == (
        "it is not so that somebody died, and somebody acted in bad faith"
    )


ATOMS = st.one_of(
    st.sampled_from(sorted(FACTS)).map(Says),
    st.sampled_from(sorted(PLACES)).map(Touches),
    st.sampled_from(sorted(KINDS)).map(IsKind),
    st.builds(Grave, st.integers(1, 5), st.sampled_from(sorted(HARMS))),
)
TERMS: st.SearchStrategy[Term] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Some(tuple(parts))),
    ),
    max_leaves=8,
)
PERHAPS = st.one_of(st.none(), st.booleans())


@settings(max_examples=150, deadline=None)
@given(TERMS, st.fixed_dictionaries(dict.fromkeys(FACTS, PERHAPS)), st.data())
def test_learning_more_never_turns_around_what_was_settled(
    term: Term, facts: dict[str, bool | None], data: st.DataObject
) -> None:
    """Three-valued judging is monotone: every completion of the answers agrees with what was judged before."""
    scales = data.draw(st.fixed_dictionaries(dict.fromkeys(HARMS, st.one_of(st.none(), st.integers(0, 5)))))
    before = Answers(known_by=THEN, facts=facts, harms=scales)
    after = Answers(
        known_by=THEN,
        kind=data.draw(st.sampled_from(sorted(KINDS))),
        places=frozenset(data.draw(st.sets(st.sampled_from(sorted(PLACES)), min_size=1))),
        facts={name: data.draw(st.booleans()) if value is None else value for name, value in facts.items()},
        harms={name: data.draw(st.integers(0, 5)) if value is None else value for name, value in scales.items()},
    )
    first, last = judge(term, before), judge(term, after)
    assert last.truth is not None
    assert not last.open
    assert first.truth is None or first.truth is last.truth
    assert bool(first.open) == (first.truth is None)
    for atom in first.open:
        assert question(atom)


def _nested(term: Term) -> str:
    """The term as text, every part in parentheses."""
    match term:
        case Not(of):
            return f"not ({_nested(of)})"
        case All(parts):
            return " and ".join(f"({_nested(part)})" for part in parts)
        case Some(parts):
            return " or ".join(f"({_nested(part)})" for part in parts)
        case Says(name):
            return name
        case Touches(place):
            return f"touches {place}"
        case IsKind(kind):
            return f"kind is {kind}"
        case Grave(least, harm):
            return f"harm_{harm} at least {least}"
    raise AssertionError(term)


@settings(max_examples=100, deadline=None)
@given(TERMS)
def test_what_is_written_down_is_read_back_the_same(term: Term) -> None:
    text = _nested(term)
    if len(text) <= 2000:
        assert read(text) == term
