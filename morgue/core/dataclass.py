"""The decorator of frozen values: what `dataclasses.dataclass` makes, but no method is compiled before it is called.

The standard decorator writes six methods a class as text and compiles them when the module is imported, half a
millisecond a class; a search imports a hundred such classes and makes instances of some of them. Here `__init__` is
compiled with the first instance, the other methods are shared code, and fields are described when somebody asks.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:

    def dataclass(*, frozen, slots):
        """The standard decorator of that name with both set; other kinds of data classes are the standard one's."""
        assert frozen and slots
        return _made

    def replace(value, /, **changes):
        """The value with other fields; of a class made by either decorator."""
        cls = value.__class__
        return cls(**{name: getattr(value, name) for name in cls.__match_args__ if name not in changes}, **changes)


def _made(cls: type) -> type:
    """The class with slots, and with methods that it does not define itself."""
    body = dict(cls.__dict__)
    names = tuple(body.get("__annotations__", ()))
    defaults = {name: body.pop(name) for name in names if name in body}
    if not _plain(cls, defaults):
        return dataclasses.dataclass(frozen=True, slots=True)(cls)
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    described = {name: _Described(cls, defaults) for name in ("__dataclass_fields__", "__dataclass_params__")}
    body = _methods(names) | described | body
    body |= {"__slots__": names, "__match_args__": names, "__qualname__": cls.__qualname__}
    made: type = type(cls)(cls.__name__, cls.__bases__, body)
    made.__init__ = _first_init(made, names, defaults)  # type: ignore[misc]  # it is the class that is being made
    return made


def _plain(cls: type, defaults: dict[str, Any]) -> bool:
    """Whether the fields are all the class's own, with plain values or what makes them as defaults."""
    inherits = any(hasattr(base, "__dataclass_fields__") for base in cls.__bases__)
    special = any(
        not _only_makes(d) if isinstance(d, dataclasses.Field) else d.__class__.__hash__ is None
        for d in defaults.values()
    )
    kinds = ("ClassVar", "InitVar", "KW_ONLY")
    return not (inherits or special or any(k in str(a) for a in cls.__annotations__.values() for k in kinds))


def _only_makes(field: dataclasses.Field[Any]) -> bool:
    """Whether it is `field(default_factory=…)` and nothing more."""
    usual = field.init and field.repr and field.compare and field.hash is None and not field.metadata
    return usual and field.kw_only is dataclasses.MISSING and field.default_factory is not dataclasses.MISSING


def _first_init(made: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """An `__init__` that puts the compiled one in its place and calls it."""

    def first(self: Any, *args: Any, **given: Any) -> None:
        init = made.__init__ = _compiled_init(made, names, defaults)  # type: ignore[misc]  # as above
        init(self, *args, **given)

    return first


def _compiled_init(made: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    """Sets each field through its slot."""
    parameters = "".join(f", {n}=_d_{n}" if n in defaults else f", {n}" for n in names)
    makers = {n: d.default_factory for n, d in defaults.items() if isinstance(d, dataclasses.Field)}
    lines = [f" _s_{n}(self, {f'_m_{n}() if {n} is _d_{n} else {n}' if n in makers else n})" for n in names]
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    scope: dict[str, Any] = {f"_d_{n}": value for n, value in defaults.items()}
    scope |= {f"_s_{n}": made.__dict__[n].__set__ for n in names} | {f"_m_{n}": make for n, make in makers.items()}
    exec(f"def __init__(self{parameters}):\n" + ("\n".join(lines) or " pass"), scope)  # noqa: S102 -- names of fields
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _methods(names: tuple[str, ...]) -> dict[str, Any]:
    """Comparison, hash, text, pickling and the refusal to be changed, as the standard decorator has them."""
    values = _values(names)
    return {
        "__eq__": lambda self, other: (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        ),
        "__hash__": lambda self: hash(values(self)),
        "__repr__": lambda self: _shown(self, names, values(self)),
        "__getstate__": lambda self: [*values(self)],
        "__setstate__": lambda self, state: _restore(self, names, state),
        "__setattr__": _unset,
        "__delattr__": _undeleted,
    }


def _shown(self: object, names: tuple[str, ...], values: tuple[Any, ...]) -> str:
    shown = ", ".join(f"{n}={v!r}" for n, v in zip(names, values, strict=True))
    return f"{self.__class__.__qualname__}({shown})"


def _restore(self: object, names: tuple[str, ...], state: list[Any]) -> None:
    for name, value in zip(names, state, strict=False):
        object.__setattr__(self, name, value)


def _values(names: tuple[str, ...]) -> Callable[[object], tuple[Any, ...]]:
    """Reads all fields of an instance."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _unset(self: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _undeleted(self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


class _Described:
    """What `dataclasses.fields` and `replace` read of a class, made by the standard decorator when it is first read."""

    def __init__(self, cls: type, defaults: dict[str, Any]) -> None:
        self._cls, self._defaults = cls, defaults
        self._made: type | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type) -> Any:
        if self._made is None:
            given = {n: self._cls.__dict__[n] for n in ("__annotations__", "__module__")} | {"__doc__": "fields"}
            bare = type(self._cls.__name__, (), given | self._defaults)
            self._made = dataclasses.dataclass(init=False, repr=False, eq=False, frozen=True)(bare)
        return getattr(self._made, self._name)
