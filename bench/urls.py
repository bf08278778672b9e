"""The portal's addresses and the bare floors beside them."""

from django.urls import path

from bench import floors
from portal.urls import *
from portal.urls import urlpatterns as portal_urls

urlpatterns = [*portal_urls, path("bench/page/", floors.page), path("bench/api/", floors.api)]
