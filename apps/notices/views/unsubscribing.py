"""The page behind the “unsubscribe” of a mail program: nobody need sign in to end letters."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from apps.kernel.tenancy.context import tenant
from apps.notices import selectors, services
from apps.notices.channels.email.unsubscribing import read


# Exempt because mail programs press for their reader (RFC 8058): the signed address itself says that they may.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Show what will end; a POST ends it. Looking changes nothing, since programs look at links unasked."""
    known = read(token)
    if known is None:
        raise Http404
    committee_id, seat_id, subject_kind = known
    with tenant(committee_id):
        letters = selectors.letters_to(seat_id, subject_kind)
        if letters is None:
            raise Http404
        if request.method == "POST":
            services.end_letters(seat_id=seat_id, subject_kind=subject_kind)
        return render(request, "notices/unsubscribe.html", {"letters": letters, "ended": request.method == "POST"})
