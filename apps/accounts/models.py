"""A person, once, however many seats they hold."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.kernel.zones import zone_names


def validate_zone(value: str) -> None:
    """Refuse what is not an IANA time zone name."""
    if value not in zone_names():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/Brussels."))


class UserManager(BaseUserManager["User"]):
    """Makes people; there is no open sign-up, so only services and commands call it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with a normalised address; no password means one must be set by invitation or reset."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in by email; what they may do follows from their seats alone."""

    email = models.EmailField(_("email address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    is_active = models.BooleanField(_("active"), default=True)
    is_operator = models.BooleanField(
        _("operator"),
        default=False,
        help_text=_("Runs the portal; sees no committee's content without a reasoned, timed, recorded session."),
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_is_lower_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """One or two letters for the round picture."""
        words = [word for word in self.name.split() if word[0].isalpha()] or [self.email]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
