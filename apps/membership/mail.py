"""The mails of membership: an invitation to a seat, and what an applicant hears."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.committees.models import Application, Invitation
from apps.committees.states import ApplicationState


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


SUBJECTS = {
    ApplicationState.UNCONFIRMED: gettext_lazy("Confirm your application to %(committee)s"),
    ApplicationState.RECEIVED: gettext_lazy("Your application to %(committee)s is received"),
    ApplicationState.ADMITTED: gettext_lazy("%(committee)s has decided on your application"),
    ApplicationState.REFUSED: gettext_lazy("%(committee)s has decided on your application"),
}


def application_mail(application: Application, secret: str) -> EmailMultiAlternatives:
    """What the applicant hears of the application as it stands, with the link to its page."""
    committee = application.committee
    subject = SUBJECTS[ApplicationState(application.state)] % {"committee": " ".join(committee.name.split())}
    context = {
        "subject": subject,
        "committee_name": committee.name,
        "application": application,
        "action_url": settings.BASE_URL + reverse("people:application", args=[committee.slug, secret]),
        "action_label": _("Confirm it") if application.state == ApplicationState.UNCONFIRMED else _("See it"),
    }
    host = urlsplit(settings.BASE_URL).hostname
    message = EmailMultiAlternatives(
        subject,
        render_to_string("emails/membership/application.txt", context),
        to=[application.contact_email],
        headers={
            "Message-ID": f"<application-{application.uid}-{application.state}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("emails/membership/application.html", context), "text/html")
    return message
