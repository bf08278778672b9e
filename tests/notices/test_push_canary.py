"""What rings a browser holds no word outside its audience: every act on every report, in everybody's browser."""

import pytest

from apps.kernel import clock
from apps.kernel.tenancy.context import tenant
from apps.notices.services import deliver_batch, expand
from apps.notices.services.browsers import ring_browser
from tests.cast import NOW, Cast
from tests.guards.canaries import plant
from tests.notices.push_service import push_service

pytestmark = [pytest.mark.django_db, pytest.mark.walks]


def test_no_browser_shows_a_word_that_is_not_for_its_reader(cast: Cast) -> None:
    with push_service() as service:
        browsers = {name: service.browser() for name in cast.seats}
        for name, browser in browsers.items():
            viewer = cast.viewer(name)
            with tenant(viewer.committee_id):
                ring_browser(actor=viewer, now=NOW, **browser.given)
        with tenant(cast.frontier.pk):
            garden = plant(cast)
        while expand(cast.frontier.pk, now=NOW, at=clock.machine_now()):
            pass
        while deliver_batch(cast.frontier.pk, "push", now=NOW, watch=clock.machine_now):
            pass
        leaks = []
        for name, browser in browsers.items():
            shown = " ".join(str(rung.shown) for rung in browser.rung).lower()
            leaks += [f"{name} is shown {place}" for word, place in garden.hidden_from(name).items() if word in shown]
    assert leaks == []
    assert len(browsers["clerk"].requests) > 20, "or else this proves nothing"
    assert browsers["eve"].requests == browsers["pacific.clerk"].requests == []
