"""An authority's access, for the clerks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.committees.models import Organisation
from apps.committees.states import OrganisationKind
from apps.kernel import clock
from apps.kernel.forms_ui import attempt
from apps.membership import services
from apps.membership.forms.seats import AccessForm
from apps.membership.rules.who import may_keep_papers
from apps.membership.selectors.accesses import newest_access
from apps.membership.views.checks import or_404


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: Any, slug: str, key: str) -> HttpResponse:
    """Grant it, renew it, or change what it covers."""
    or_404(may_keep_papers(request.viewer))
    row = get_object_or_404(Organisation, key=key, kind=OrganisationKind.REGULATOR)
    before = newest_access(row.pk)
    form = AccessForm(request.POST or None, initial={"scope": before.scope} if before else None)
    if request.method == "POST":
        granted = attempt(form, services.grant_access, actor=request.viewer, now=clock.now(), organisation=row)
        if granted is not None:
            messages.success(request, _("The access is granted. %(name)s is told.") % {"name": row.name})
            return redirect("membership:organisation", slug, key)
    context = {"form": form, "organisation": row}
    return render(request, "membership/access.html", context, status=422 if form.errors else 200)
