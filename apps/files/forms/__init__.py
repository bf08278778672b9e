"""Several files in one field of a plain form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from apps.files.rules import ACCEPT, ACCEPT_SEALED
from apps.files.services import Checked, check_upload
from apps.files.uploads import MOST_AT_ONCE
from apps.kernel.decisions import Invalid


class MultipleFileInput(forms.FileInput):
    """The browser's own picker, for several files at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPT} | (attrs or {}))


class MultipleFileField(forms.FileField):
    """Cleans to a list of `Checked` uploads, ready for `store_file`; every refused file is named with its reason."""

    widget = MultipleFileInput
    default_error_messages = {
        "too_many": ngettext_lazy(
            "Choose one file only.",
            "Add at most %(most)d files at once; add the others afterwards.",
            "most",
        ),
    }

    def __init__(self, *, most: int = MOST_AT_ONCE, sealed: bool = False, **kwargs: Any) -> None:
        """`most` is how many files are taken at once; where it is one, the browser offers no more.

        `sealed`: files that their sender has sealed are taken, too.
        """
        kwargs.setdefault("help_text", gettext_lazy("PDF, image, text, table, JSON, Word or Excel file."))
        super().__init__(**kwargs)
        self.most, self.sealed = most, sealed
        if sealed:
            self.widget.attrs["accept"] = ACCEPT_SEALED
        if most == 1:
            self.widget.attrs["multiple"] = False

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        """Check each file; raises ValidationError with one sentence for each that is refused."""
        uploads = [upload for upload in (data if isinstance(data, list | tuple) else [data]) if upload]
        if not uploads:
            if self.required:
                raise ValidationError(_("Choose a file."), code="required")
            return []
        if len(uploads) > self.most:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        checked, errors = [], []
        for upload in uploads:
            try:
                checked.append(check_upload(upload, sealed=self.sealed))
            except Invalid as refusal:
                errors += [ValidationError(text, code="refused") for text in refusal.errors.values()]
        if errors:
            raise ValidationError(errors)
        return checked
