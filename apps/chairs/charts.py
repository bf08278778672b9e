"""The wheel of the chair as a drawing: a row for each member, its terms from left to right."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.chairs.selectors.wheel import Line

ROW, BAR, TOP = 40, 14, 20
TONES = {"ended": "neutral", "running": "ok", "planned": ""}


def wheel(lines: Sequence[Line], now: datetime) -> SafeString:
    """The terms, drawn wide and, for phones, narrow; put them in a table beside it."""
    if not lines:
        return SafeString("")
    drawn = [
        _drawn(lines, now, 720, "wheel-wide", "c-chart--wide"),
        _drawn(lines, now, 360, "wheel-tall", "c-chart--tall"),
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - every text was escaped where it was drawn


def _drawn(lines: Sequence[Line], now: datetime, width: int, ident: str, css_class: str) -> str:
    first, last = min(line.starts_at for line in lines), max(line.ends_at for line in lines)
    length = (last - first).total_seconds()
    rows = list(dict.fromkeys(line.organisation for line in lines))
    height = TOP + ROW * len(rows)

    def x(moment: datetime) -> float:
        return round(width * (moment - first).total_seconds() / length, 1)

    said = "; ".join(f"{line.organisation}, {line.starts_at:%Y-%m-%d} – {line.ends_at:%Y-%m-%d}" for line in lines)
    parts = [
        f'<svg class="c-chart {css_class}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="{ident}-t" aria-describedby="{ident}-d">'
        f'<title id="{ident}-t">{escape(_("Terms of the chair"))}</title><desc id="{ident}-d">{escape(said)}</desc>'
    ]
    for year in range(first.year + 1, last.year + 1):
        at = x(datetime(year, 1, 1, tzinfo=UTC))
        parts.append(
            f'<line class="c-chart__grid" x1="{at}" x2="{at}" y1="{TOP - 4}" y2="{height}"/>'
            f'<text class="c-chart__tick" x="{at}" y="12" text-anchor="middle">{year}</text>'
        )
    for place, name in enumerate(rows):
        y = TOP + ROW * place
        parts.append(
            f'<text class="c-chart__label" x="0" y="{y + 12}">{escape(name)}</text>'
            f'<rect class="c-chart__track" x="0" y="{y + 18}" width="{width}" height="{BAR}" rx="3"/>'
        )
        parts += [_bar(line, x(line.starts_at), x(line.ends_at), y + 18) for line in lines if line.organisation == name]
        if first <= now <= last:
            parts.append(f'<line class="c-chart__mark" x1="{x(now)}" x2="{x(now)}" y1="{y + 15}" y2="{y + 35}"/>')
    return "".join([*parts, "</svg>"])


def _bar(line: Line, start: float, end: float, y: int) -> str:
    tone = TONES.get(line.state, "")
    css_class = f"c-chart__bar c-chart__bar--{tone}" if tone else "c-chart__bar"
    title = escape(f"{line.organisation}: {line.starts_at:%Y-%m-%d} – {line.ends_at:%Y-%m-%d}")
    length = max(round(end - start - 1, 1), 1)
    return f'<rect class="{css_class}" x="{start}" y="{y}" width="{length}" height="{BAR}" rx="3"><title>{title}</title></rect>'
