"""The charter in words: one version, the difference between two, drafts and what each would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import CharterDraft, CharterVersion
from apps.committees.rules.charter import PRESETS, SECTIONS, Article, Section, Value, place
from apps.committees.rules.previews import PREVIEWS
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_at
from apps.membership.rules.amendments import Change, Conflict, changed, changes, conflicts, standing_values


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article with its value in a charter version, the version since which it has this value, and the presets'."""

    key: str
    number: str
    title: str
    words: str
    in_full: str
    figures: str
    kind: str
    value: Value
    unit: str
    since_version: int
    since: datetime
    presets: dict[str, str]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the charter with its articles."""

    key: str
    number: int
    title: str
    articles: list[ArticleLine]


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter version in words."""

    number: int
    preset: str
    in_force_at: datetime
    adopted_by: str
    sections: list[Chapter]

    @property
    def articles(self) -> list[ArticleLine]:
        """All of its articles, in their order."""
        return [line for chapter in self.sections for line in chapter.articles]


def versions() -> QuerySet[CharterVersion]:
    """All versions of the charter, the newest first, also one that is not in force yet."""
    return CharterVersion.objects.order_by("-number")


def latest_charter() -> CharterVersion:
    """The newest version, in force or not yet: what an amendment amends."""
    return versions()[:1].get()


def charter(now: datetime, number: int | None = None) -> Charter:
    """The charter in force, or one version, with each article's history; raises CharterVersion.DoesNotExist."""
    shown = charter_at(now) if number is None else CharterVersion.objects.get(number=number)
    earlier = [version for version in versions() if version.number <= shown.number]
    values = [(version, standing_values(version.values, version.preset)) for version in earlier]
    chapters = [_chapter(section, values) for _key, section in SECTIONS if section.articles]
    chapters.sort(key=lambda chapter: chapter.number)
    return Charter(shown.number, shown.preset, shown.in_force_at, shown.adopted_by, chapters)


def _chapter(section: Section, values: Sequence[tuple[CharterVersion, dict[str, Any]]]) -> Chapter:
    number = place(section.articles[0].number)[0]
    return Chapter(section.key, number, section.title, [_line(article, values) for article in section.articles])


def _line(article: Article, values: Sequence[tuple[CharterVersion, dict[str, Any]]]) -> ArticleLine:
    value = values[0][1][article.key]
    since = _since(article.key, values)
    return ArticleLine(
        article.key,
        article.number,
        article.title,
        article.words(value),
        article.in_full(value),
        article.figures(value),
        article.kind,
        value,
        article.measure,
        since.number,
        since.in_force_at,
        {preset: article.figures(article.presets[preset]) for preset in PRESETS},
    )


def _since(key: str, values: Sequence[tuple[CharterVersion, dict[str, Any]]]) -> CharterVersion:
    """The first of the unbroken run of versions, from the newest back, that give the article this value."""
    for (version, of_it), (_earlier, before) in pairwise(values):
        if of_it[key] != before[key]:
            return version
    return values[-1][0]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and what differs between them."""

    before: CharterVersion
    after: CharterVersion
    changes: list[Change]


def comparison(before: int, after: int) -> Comparison:
    """The difference between two versions by their numbers; raises CharterVersion.DoesNotExist."""
    one, other = CharterVersion.objects.get(number=before), CharterVersion.objects.get(number=after)
    return Comparison(one, other, changes(_standing(one), _standing(other)))


def _standing(version: CharterVersion) -> dict[str, Any]:
    return standing_values(version.values, version.preset)


def drafts() -> QuerySet[CharterDraft]:
    """Drafts of amendments, the newest first."""
    rows = CharterDraft.objects.select_related("drafted_by__person", "drafted_by__organisation", "adopted_as")
    return rows.order_by("-drafted_at", "-id")


def open_drafts() -> QuerySet[CharterDraft]:
    """Drafts that are neither adopted nor withdrawn, the newest first."""
    return drafts().filter(adopted_as=None, withdrawn_at=None)


def draft_for(uid: UUID, *, lock: bool = False) -> CharterDraft:
    """One draft of the active committee, which every seat may read; raises Http404."""
    found = drafts().select_for_update(of=("self",)) if lock else drafts()
    draft = found.filter(uid=uid).first()
    if draft is None:
        raise Http404
    return draft


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft would change if it were adopted: upon which version, what changed underneath, what apps foresee."""

    onto: CharterVersion
    changes: list[Change]
    conflicts: list[Conflict]
    foreseen: list[str]


def effect_of(draft: CharterDraft, viewer: Viewer, now: datetime) -> Effect:
    """The effect of an open draft upon the newest version; of an adopted one what it has changed."""
    if draft.adopted_as is not None:
        onto = CharterVersion.objects.get(number=draft.adopted_as.number - 1)
        return Effect(onto, changes(_standing(onto), _standing(draft.adopted_as)), [], [])
    onto, base = latest_charter(), CharterVersion.objects.get(number=draft.based_on)
    latest = _standing(onto)
    wanted = latest | {key: value for key, value in draft.values.items() if key in latest}
    foreseen = [] if draft.withdrawn_at else _foreseen(latest, wanted, viewer, now)
    return Effect(onto, changes(latest, wanted), conflicts(draft.values, _standing(base), latest), foreseen)


def _foreseen(before: dict[str, Any], after: dict[str, Any], viewer: Viewer, now: datetime) -> list[str]:
    if not changed(before, after):
        return []
    return [line for _key, preview in PREVIEWS for line in preview(before, after, now, viewer)]
