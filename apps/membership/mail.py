"""The one mail of membership: an invitation to a seat."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.committees.models import Invitation


def invitation_mail(invitation: Invitation, secret: str) -> EmailMultiAlternatives:
    """The message with its link; a repeat of the same sending has the same Message-ID."""
    committee = invitation.committee
    subject = _("Your seat on %(committee)s") % {"committee": " ".join(committee.name.split())}
    context = {
        "subject": subject,
        "committee_name": committee.name,
        "invitation": invitation,
        "action_url": settings.BASE_URL + reverse("people:accept_invitation", args=[committee.slug, secret]),
        "action_label": _("See the invitation"),
    }
    host = urlsplit(settings.BASE_URL).hostname
    sending = int(invitation.expires_at.timestamp())
    message = EmailMultiAlternatives(
        subject,
        render_to_string("emails/membership/invitation.txt", context),
        to=[invitation.email],
        headers={"Message-ID": f"<invitation-{invitation.uid}-{sending}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("emails/membership/invitation.html", context), "text/html")
    return message
