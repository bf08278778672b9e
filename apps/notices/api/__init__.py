"""Notices for machines."""

from apps.notices.api.inbox import NoticeList, NoticeRead

__all__ = ["NoticeList", "NoticeRead"]
