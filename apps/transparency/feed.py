"""The published records as Atom."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from apps.committees.models import Committee
from apps.transparency.answers import LICENCE_URL, absolute
from apps.transparency.models import PublishedRecord


class _Feed(Atom1Feed):
    """Atom whose date, while it is empty, is the committee's own, so that two readings are the same bytes."""

    def latest_post_date(self) -> datetime:
        """The newest entry's instant."""
        return super().latest_post_date() if self.items else self.feed["founded_at"]


def atom(committee: Committee, records: Iterable[PublishedRecord]) -> str:
    """The feed's XML: title, summary and address of each record, newest first."""
    feed = _Feed(
        title=_("%(committee)s: public record") % {"committee": committee.name},
        link=absolute(reverse("public:index", args=[committee.slug])),
        feed_url=absolute(reverse("public:feed", args=[committee.slug])),
        description="",
        language="en",
        author_name=committee.name,
        feed_copyright=LICENCE_URL,
        founded_at=committee.created_at,
    )
    for record in records:
        feed.add_item(
            title=f"{record.ref} {record.title}",
            link=absolute(reverse("public:record", args=[committee.slug, record.ref])),
            description=record.summary,
            unique_id=f"urn:uuid:{record.uid}",
            pubdate=record.published_at,
            updateddate=record.published_at,
        )
    return feed.writeString("utf-8")
