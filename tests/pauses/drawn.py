"""Orders, runs and permits drawn at random, close enough to their limits for a wrong comparison to show."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from apps.pauses.rules.measures import Activity, Measure, Order, Run
from apps.pauses.rules.permits import Permit
from apps.pauses.states import Extent, Restricts

DAY = datetime(2026, 11, 1, tzinfo=UTC)
LABS = ("aster", "borealis", "cygnus")
MARKERS = ("replicates", "hides")
LIMITS = (0, 10**25, 10**26, 10**26 + 1)

instants = st.integers(0, 6).map(lambda day: DAY + timedelta(days=day))
labs = st.sampled_from(LABS)
some_labs = st.frozensets(labs)
amounts = st.none() | st.sampled_from((0, 10**25 - 1, 10**25, 10**26 - 1, 10**26, 10**26 + 1, 10**27))


@st.composite
def measures(draw: st.DrawFn, key: str) -> Measure:
    restricts = draw(st.sampled_from(Restricts))
    return Measure(
        key,
        restricts,
        draw(some_labs),
        draw(instants),
        draw(instants),
        draw(st.sampled_from(Extent)),
        draw(st.sampled_from(LIMITS)) if restricts in {Restricts.COMPUTE, Restricts.PARAMETERS} else None,
        draw(st.sampled_from(MARKERS)) if restricts == Restricts.CAPABILITY else "",
        draw(st.none() | instants),
    )


@st.composite
def orders(draw: st.DrawFn) -> list[Order]:
    return [
        Order(
            f"PAU-{n}",
            tuple(draw(measures(f"PAU-{n}/{m}")) for m in range(draw(st.integers(0, 3)))),
            draw(st.none() | instants),
            draw(st.none() | instants),
            draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 3)))
    ]


runs = st.builds(
    Run,
    st.sampled_from(("run-1", "run-2")),
    labs,
    st.sampled_from(Activity),
    amounts,
    st.lists(amounts, max_size=2).map(tuple),
    amounts,
    st.none() | st.frozensets(st.sampled_from(MARKERS)),
    st.none() | instants,
)

KEYS = [f"PAU-{n}/{m}" for n in range(3) for m in range(3)]
permits = st.lists(
    st.builds(
        Permit,
        st.sampled_from(("PER-1", "PER-2")),
        labs,
        st.sampled_from(("run-1", "run-2")),
        st.frozensets(st.sampled_from(KEYS)),
        st.sampled_from((10**25, 10**26, 10**27)),
        instants,
        instants,
        st.just("Weekly reports."),
        st.none() | instants,
    ),
    max_size=4,
)
