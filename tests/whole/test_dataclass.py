"""The decorator of frozen values against the standard one: the same classes, made by both, behave alike."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any, Generic, TypeVar

import pytest

from morgue.core.dataclass import dataclass
from morgue.search.query import Near, Word

Item = TypeVar("Item")


def _by_both(name: str, annotations: dict[str, str], *bases: type, **body: Any) -> list[Any]:
    """The class made by the decorator under test, and by the standard one."""
    body = {"__annotations__": annotations, "__module__": __name__, "__doc__": "One.", **body}
    return [make(frozen=True, slots=True)(type(name, bases, dict(body))) for make in (dataclass, dataclasses.dataclass)]


def _refuse(self: Any) -> None:
    if self.first == 13:
        raise ValueError("unlucky")


CASES: dict[str, tuple[dict[str, str], tuple[type, ...], dict[str, Any]]] = {
    "none": ({}, (), {}),
    "one": ({"only": "int"}, (), {}),
    "defaults": ({"first": "int", "second": "str", "third": "object"}, (), {"second": "x", "third": None}),
    "checked": ({"first": "int"}, (), {"__post_init__": _refuse}),
    "own methods": ({"first": "int"}, (), {"__repr__": lambda self: "own", "__hash__": lambda self: 5}),
    "factory": ({"first": "list[int]"}, (), {"first": dataclasses.field(default_factory=list)}),
    "factory among others": (
        {"first": "int", "second": "list[int]", "third": "dict[str, int]"},
        (),
        {"second": dataclasses.field(default_factory=lambda: [1]), "third": dataclasses.field(default_factory=dict)},
    ),
    "factory not shown": ({"first": "list[int]"}, (), {"first": dataclasses.field(default_factory=list, repr=False)}),
    "class variable": ({"first": "int", "most": "ClassVar[int]"}, (), {"most": 9}),
}


def _outcomes(cls: Any) -> list[object]:
    """What construction, comparison, text, description and refusal give."""
    out: list[object] = [cls.__match_args__, cls.__slots__, [(f.name, f.default) for f in dataclasses.fields(cls)]]
    for args in ((), (1,), (1, "y"), (1, "y", 2), (1, 2, 3, 4), (13,)):
        try:
            made, same = cls(*args), cls(*args)
        except (TypeError, ValueError) as error:
            out.append(type(error))
            continue
        out += [repr(made), made == same, made == (1,), dataclasses.asdict(made), copy.copy(made) == made]
        if not cls.__name__.startswith("factory"):
            out.append(hash(made) == hash(same))
        for name in cls.__match_args__[:1]:
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(made, name, 2)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(made, name)
    return out


@pytest.mark.parametrize("name", CASES)
def test_as_the_standard_one(name: str) -> None:
    annotations, bases, body = CASES[name]
    ours, standard = _by_both(name, annotations, *bases, **body)
    assert _outcomes(ours) == _outcomes(standard)


def test_a_factory_makes_a_value_for_each() -> None:
    ours, _ = _by_both("Made", {"first": "int", "second": "list[int]"}, second=dataclasses.field(default_factory=list))
    one, other = ours(1), ours(2)
    assert one.second == other.second == [] and one.second is not other.second
    assert ours(1, [3]).second == [3] and ours(1, second=[4]).second == [4]
    assert dataclasses.replace(one, first=3).second is one.second


def test_hash_and_text_of_values() -> None:
    assert hash(Word("ferry")) == hash(dataclasses.astuple(Word("ferry")))
    assert repr(Near(Word("a"), Word("b"), 2)).startswith("Near(left=Word(")
    assert Word("a") != Word("b")
    assert dataclasses.replace(Word("a"), text="b") == Word("b")
    assert pickle.loads(pickle.dumps(Near(Word("a"), Word("b"), 2))) == Near(Word("a"), Word("b"), 2)


def test_inheritance_and_generics() -> None:
    ours, _ = _by_both("Base", {"first": "int"})
    derived, expected = _by_both("Derived", {"second": "int"}, ours)
    assert repr(derived(1, 2)) == repr(expected(1, 2)) == "Derived(first=1, second=2)"

    @dataclass(frozen=True, slots=True)
    class Box(Generic[Item]):
        """One."""

        item: Item

    assert Box[int](3) == Box(3)
