"""The portal's addresses and the bare floors beside them."""

from django.urls import path

from bench import floors
from portal import urls

urlpatterns = [*urls.urlpatterns, path("bench/page/", floors.page), path("bench/api/", floors.api)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
