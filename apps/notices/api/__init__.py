"""Notices for machines."""

from apps.notices.api.inbox import NoticeArchive, NoticeList, NoticeRead, NoticeReceipt

__all__ = ["NoticeArchive", "NoticeList", "NoticeRead", "NoticeReceipt"]
