"""A person's own pages, beside allauth's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts import services
from apps.accounts.forms import ProfileForm
from apps.accounts.selectors import lacks_second_factor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Any) -> HttpResponse:
    """Show and change name and time zone."""
    person = request.user
    form = ProfileForm(request.POST or None, initial={"name": person.name, "zone": person.zone})
    if request.method == "POST" and form.is_valid():
        services.save_profile(person=person, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def second_factor_needed(request: Any) -> HttpResponse:
    """Say why a seat waits for a second factor, and where to add one."""
    return render(request, "accounts/second_factor_needed.html", {"lacking": lacks_second_factor(request.user)})
