"""Words in an alert, in what is answered to it, and in a thread: for those whom it names, whoever sees the report."""

from apps.incidents.services import alerts, threads
from tests.cast import NOW, Cast
from tests.guards.canaries import Planted, lab_of
from tests.guards.rows import COUNSEL
from tests.incidents.alerting import alerted, spoken
from tests.incidents.factory import filed


def _words(stem: str, *places: str) -> dict[str, str]:
    return {place: f"kanariborealis{stem}{place}x" for place in places}


def plant_alerts_and_threads(cast: Cast) -> list[Planted]:
    """Alerts of Borealis to Aster and Cygnus, answered, ended, and under a strict label; a thread with two authorities.

    Frontier's context must be open.
    """
    lab, own = cast.viewer("borealis.liaison"), lab_of("borealis") - COUNSEL
    labs = own | lab_of("aster") | lab_of("cygnus")
    incident = filed(cast, recipients=["eu-office", "california"])
    text = _words("alert", "title", "seen", "recognise", "action", "contact")
    more, mine = _words("more", "update", "ending"), _words("kept", "answer")
    shared, narrow = _words("shared", "answer"), _words("narrow", "title", "seen")
    alert = alerted(cast, incident, **text)
    alerts.add_alert_update(actor=lab, now=NOW, ref=alert.ref, text=more["update"])
    kept = {"ref": alert.ref, "now": NOW, "answer": "seen_here"}
    alerts.answer_alert(actor=cast.viewer("cygnus.liaison"), words=mine["answer"], **kept)
    alerts.answer_alert(actor=cast.viewer("aster.liaison"), words=shared["answer"], share=True, **kept)
    alerts.end_alert(actor=lab, now=NOW, ref=alert.ref, words=more["ending"])
    strict = alerted(cast, incident, tlp="TLP:RED", recipients=["cygnus"], **narrow)
    said, later = _words("thread", "subject", "first"), _words("later", "message")
    thread = spoken(cast, incident, "eu-office", subject=said["subject"], text=said["first"])
    threads.write_message(actor=cast.viewer("observer.eu"), now=NOW, ref=thread.ref, text=later["message"])
    threads.ask_for_party(actor=lab, now=NOW, ref=thread.ref, organisation="california")
    threads.agree_to_party(actor=cast.viewer("observer.eu"), now=NOW, ref=thread.ref, key="california")
    after = _words("after", "message")
    threads.write_message(actor=lab, now=NOW, ref=thread.ref, text=after["message"])
    subject, first = {"subject": said["subject"]}, {"first": said["first"], **later}
    page, of_thread = f"/c/frontier/incidents/alerts/{alert.ref}/", f"/c/frontier/incidents/threads/{thread.ref}/"
    parties = own | {"observer.eu"}
    everybody = labs | {"clerk"}
    return [
        Planted(alert.ref, "borealis", everybody, text | more | shared, "cygnus.alternate", (page,)),
        Planted(alert.ref, "borealis", own | lab_of("cygnus") | {"clerk"}, mine, "clerk", (page,)),
        Planted(
            strict.ref,
            "borealis",
            own | lab_of("cygnus"),
            narrow,
            "cygnus.liaison",
            (f"/c/frontier/incidents/alerts/{strict.ref}/",),
        ),
        Planted(thread.ref, "borealis", parties, first, "observer.eu", (of_thread,)),
        Planted(
            thread.ref,
            "borealis",
            parties | {"observer.california"},
            subject | after,
            "observer.california",
            (of_thread,),
        ),
    ]
