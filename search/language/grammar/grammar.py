"""Parses tokens into a query value by recursive descent. Pure.

alternatives = conjunction (OR conjunction)*
conjunction  = negation ((AND | nothing) negation)*       with match any, `nothing` means OR
negation     = NOT negation | -operand | proximity
proximity    = operand (w/5 operand)*
operand      = (group | field value | word | "phrase" | atleast5 operand | @saved | …) ^weight
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from morgue.search.language.build import all_of, any_of, negated
from morgue.search.language.clauses import Clause
from morgue.search.language.errors import QueryError
from morgue.search.language.faults import missing
from morgue.search.language.fields import nearest, takes_all
from morgue.search.language.grammar.cursor import Cursor
from morgue.search.language.grammar.operands import Operands, near_fault
from morgue.search.language.lexical.lexer import tokenize
from morgue.search.language.lexical.tokens import Kind, Token
from morgue.search.language.named_sets import Sets
from morgue.search.language.several_words import SEVERAL, Values, grouped_name, joined_name
from morgue.search.query import All, AtLeast, Boost, DateRange, IdSet, Keyword, Near, Not, NumberRange, Query, Regex

Match = Literal["all", "any"]

#: Deepest nesting of parentheses, negations and saved queries.
DEEPEST = 60
#: Most words, phrases and values in one query, saved ones included.
MOST_CLAUSES = 1_024
#: Most proximities in a chain (`a w/5 b w/5 c` has two).
MOST_JOINS = 16

_OPENING: frozenset[Kind] = frozenset(
    {"(", "not", "minus", "plus", "exactly", "field", "word", "phrase", "query", "saved", "atleast"}
)
_FILTERS = (Keyword, DateRange, NumberRange, IdSet, Regex)


class Parser(Cursor):
    """One query being read; `outer` are the saved queries it stands in, `clauses` the values read before it."""

    def __init__(
        self,
        text: str,
        match: Match,
        today: date,
        saved: Mapping[str, str],
        outer: tuple[str, ...] = (),
        clauses: int = 0,
        values: Values | None = None,
        sets: Sets | None = None,
    ) -> None:
        super().__init__(text, *tokenize(text, today))
        self.match, self.today = match, today
        self.saved, self.outer, self.values = saved, outer, values
        self.depth = len(outer)
        self.count = clauses
        self.operands = Operands(text, today, sets)
        self.clauses: list[Clause] = []

    def whole(self) -> tuple[Query, tuple[Clause, ...]]:
        """The query and its clauses."""
        if self.peek().kind == "end":
            raise QueryError("an empty query", self.text, hint="type some words, or * for every article")
        query = self.alternatives(None, top=True)
        if self.peek().kind != "end":
            raise self.error("a closing parenthesis without an opening one", self.peek())
        return query, tuple(self.clauses)

    def alternatives(self, context: Token | None, top: bool = False) -> Query:
        """What stands in a query or in parentheses; `context` is the field it is for."""
        if self.match == "any":
            return self.some_of(context, top)
        parts = [self.conjunction(context, top)]
        while self.accept("or"):
            parts.append(self.conjunction(context, top=False))
        if top and len(parts) > 1:
            self.clauses = [self.clause(any_of(parts), 0)]
        return any_of(parts)

    def some_of(self, context: Token | None, top: bool) -> Query:
        """A query or group with match any: words are alternatives, but +words, filters and negations must all hold."""
        wanted: list[Query] = []
        needed: list[Query] = []
        barred: list[Query] = []
        plus = False
        while True:
            first, either = self.at, self.at > 0 and self.tokens[self.at - 1].kind == "or"
            marked = self.peek().kind == "plus"
            part = self.conjunction(context, top=False)
            either = either or self.peek().kind == "or"
            if top:
                self.clauses.append(self.clause(part, first))
            if isinstance(part, Not) and not either:
                barred.append(part)
            elif not either and (marked or isinstance(part, _FILTERS)):
                needed.append(part)
                plus = plus or marked
            else:
                wanted.append(part)
            if not self.accept("or") and self.peek().kind not in _OPENING:
                break
        if wanted:
            needed.insert(0, any_of([All(), *wanted] if plus else wanted))
        return all_of(needed + barred)

    def conjunction(self, context: Token | None, top: bool) -> Query:
        """Parts joined by AND; without a sign between them only when all must match."""
        parts: list[Query] = []
        while True:
            first = self.at
            parts.append(self.negation(context))
            if top:
                self.clauses.append(self.clause(parts[-1], first))
            if self.accept("and"):
                continue
            if self.match == "any" or self.peek().kind not in _OPENING:
                break
        if sum(isinstance(part, All) for part in parts) > 1:
            raise QueryError("more than one * that stands alone", self.text, hint="one is every article")
        return all_of(parts)

    def clause(self, query: Query, first: int) -> Clause:
        """The clause from token number `first` up to the last one taken."""
        start, end = self.tokens[first].start, self.tokens[self.at - 1].end
        return Clause(query, self.text[start:end], start, end)

    def negation(self, context: Token | None) -> Query:
        """NOT, - and + before a value."""
        token = self.peek()
        if self.accept("not"):
            return negated(self.after_not(token, context))
        if self.accept("minus"):
            part = self.operand(context)
            if self.peek().kind == "near":
                raise self.error(
                    f"a - before {self.peek().text}", token, f"negate the whole: -(a {self.peek().text} b)"
                )
            return negated(part)
        self.accept("plus")
        return self.proximity(context)

    def after_not(self, token: Token, context: Token | None) -> Query:
        """What NOT leaves out."""
        if self.peek().kind == "near":
            hint = "as in ferry AND NOT (ferry w/5 strike)"
            raise self.error(f"NOT {self.peek().text} is not offered", self.peek(), hint)
        if self.peek().kind == "end":
            raise self.error("nothing after NOT", token, "expected a word, a quotation or a group")
        part = self.deeper(token).negation(context)
        self.depth -= 1
        return part

    def deeper(self, token: Token) -> Parser:
        """One level deeper; QueryError beyond DEEPEST."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"nesting of more than {DEEPEST} levels", token)
        return self

    def proximity(self, context: Token | None) -> Query:
        """`a w/5 b w/3 c`, read from the left."""
        left = self.operand(context)
        joins = 0
        while near := self.accept("near"):
            joins += 1
            if joins > MOST_JOINS:
                raise self.error(f"more than {MOST_JOINS} proximities in a row", near)
            right = self.operand(context)
            joined = Near(left, right, near.distance, near.ordered, near.unit)
            fault = near_fault(joined, near.text)
            if fault is not None:
                raise self.error(*fault[:1], near, fault[1])
            left = joined
        return left

    def operand(self, context: Token | None) -> Query:
        """One value with its weight."""
        token = self.peek()
        query = self.bare_operand(context)
        while self.touches("boost"):
            query = Boost(query, self.operands.factor(self.take()))
        if self.peek().kind in ("boost", "tilde"):
            raise self.error(f"a {self.text[self.peek().start : self.peek().end]} that belongs to nothing", self.peek())
        if self.count > MOST_CLAUSES:
            raise self.error(f"more than {MOST_CLAUSES:,} words and values in a query", token)
        return query

    def bare_operand(self, context: Token | None) -> Query:
        """One value without its weight."""
        token = self.take()
        if token.kind == "(":
            return self.group(context, token)
        if token.kind == "field":
            return self.operand_of_field(token)
        if token.kind == "atleast":
            return self.at_least(context, token)
        if token.kind == "saved":
            return self.saved_query(token)
        self.count += 1
        return self.single_value(token, context)

    def single_value(self, token: Token, context: Token | None) -> Query:
        """A word, a phrase, a pattern, or a value that the lexer has read."""
        if token.kind == "query" and token.query is not None:
            return token.query
        if token.kind == "exactly":
            return self.as_typed(token, context)
        if token.kind in ("word", "phrase"):
            tilde = self.take() if self.touches("tilde") else None
            read = self.operands.word if token.kind == "word" else self.operands.phrase
            return read(token, tilde, context)
        if token.kind == "regex" and context is not None:
            return self.operands.regex(token, context)
        self.at -= 1
        before = self.tokens[self.at - 1] if self.at else None
        raise missing(self.text, before, token)

    def as_typed(self, sign: Token, context: Token | None) -> Query:
        """The word or the phrase behind =."""
        inner = self.take()
        if inner.kind not in ("word", "phrase"):
            raise self.error("= needs a word behind it", sign)
        return self.operands.exact(inner, context)

    def group(self, context: Token | None, opening: Token) -> Query:
        """The rest of a group in parentheses."""
        self.deeper(opening)
        inner = self.alternatives(context)
        self.depth -= 1
        if not self.accept(")"):
            raise self.error("a parenthesis that is not closed", opening, "expected a closing parenthesis")
        return inner

    def operand_of_field(self, token: Token) -> Query:
        """`field:value`; the value may be a group, whose words are all for the field."""
        if self.peek().kind not in ("(", "word", "phrase", "regex", "exactly"):
            raise self.error(f"{token.text}: needs a value", token)
        if takes_all(token.text):
            parts = [self.bare_operand(token)]
            while self.peek().kind in ("word", "phrase"):
                parts.append(self.bare_operand(token))
            return all_of(parts)
        if token.field is not None and token.field.name in SEVERAL and self.peek().kind in ("word", "("):
            joined = joined_name if self.peek().kind == "word" else grouped_name
            self.tokens, remark = joined(self.tokens, self.at, token.field, self.values)
            self.remarks += remark
        return self.bare_operand(token)

    def at_least(self, context: Token | None, token: Token) -> Query:
        """`atleast5` and its operand, which must occur so often."""
        part = self.operand(context)
        fault = near_fault(part, f"atleast{token.distance}")
        if fault is not None:
            raise self.error(*fault[:1], token, fault[1])
        return AtLeast(token.distance, part)

    def saved_query(self, token: Token) -> Query:
        """@NAME: that query's value, in place."""
        name = self.saved_name(token)
        try:
            outer = (*self.outer, name)
            known = self.values, self.operands.sets
            inner = Parser(self.saved[name], "all", self.today, self.saved, outer, self.count, *known)
            query = inner.whole()[0]
        except QueryError as error:
            raise self.error(f"saved query @{name}: {error.reason}", token, error.hint) from error
        self.count = inner.count
        return query

    def saved_name(self, token: Token) -> str:
        """The name of a saved query that is there and does not stand in itself."""
        name = token.text if token.text in self.saved else token.text.rstrip(".-")
        if name in self.outer:
            raise self.error(f"saved query @{name} refers to itself", token)
        if name not in self.saved:
            near = nearest(name, tuple(self.saved))
            hint = f"did you mean @{near}?" if near else "morgue saved lists them; in quotes it is text"
            raise self.error(f"no saved query @{name}", token, hint)
        if len(self.outer) >= 16:
            raise self.error("saved queries within saved queries more than 16 deep", token)
        return name
