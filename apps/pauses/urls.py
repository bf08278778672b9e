"""Addresses: `pages` under /c/<slug>/, `api` under /api/v1/committees/<slug>/, `root` under /public/<slug>/."""

from django.urls import URLPattern, path

from apps.pauses.api import labs, measures, orders
from apps.pauses.views import custodian, keys

# /c/<slug>/pauses/
pages: list[URLPattern] = [
    path("pauses/compute/", custodian.compute, name="compute"),
    path("pauses/compute/<slug:lab>/", custodian.declare_compute, name="declare_compute"),
]

# /api/v1/committees/<slug>/pauses/
api: list[URLPattern] = [
    path("pauses/", orders.OrderList.as_view(), name="list"),
    path("pauses/measures/", measures.SignedDocument.as_view(), name="measures"),
    path("pauses/<str:ref>/", orders.OrderDetail.as_view(), name="detail"),
    path("pauses/<str:ref>/join/", orders.Join.as_view(), name="join"),
    path("pauses/<str:ref>/leave/", orders.Leave.as_view(), name="leave"),
    path("pauses/<str:ref>/acknowledge/", labs.Acknowledge.as_view(), name="acknowledge"),
    path("pauses/<str:ref>/attestations/", labs.Attestations.as_view(), name="attestations"),
    path("pauses/<str:ref>/evidence/", labs.Evidence.as_view(), name="evidence"),
    path("pauses/<str:ref>/permits/", labs.Permits.as_view(), name="permits"),
]

# /public/<slug>/
root: list[URLPattern] = [
    path("keys/", keys.keys, name="keys"),
    path("keys.json", keys.keys_json, name="keys-json"),
]
