"""The charter's chapter on the chair."""

from apps.chairs.rules.order import ORDER_WORDS, Order
from apps.committees.rules.charter import Article, Section

ORDER = "chairs.order"
MONTHS = "chairs.months"
TRIO = "chairs.trio"
PREPARE_DAYS = "chairs.prepare_days"
SILENCE_HOURS = "chairs.silence_hours"

SECTION = Section(
    "chairs",
    "The chair",
    (
        Article(
            ORDER,
            "2.1",
            "Order of the rotation",
            "The members preside in turn, each once in a cycle, in this order: {value}.",
            "",
            {"small": Order.ALPHABETICAL, "standard": Order.ALPHABETICAL, "treaty": Order.LOT},
            choices={order.value: words for order, words in ORDER_WORDS.items()},
        ),
        Article(
            MONTHS,
            "2.2",
            "Term",
            "A term of the chair lasts {value}. Nobody presides twice in a row while another member may.",
            "months",
            {"small": 3, "standard": 6, "treaty": 6},
            least=1,
            most=36,
        ),
        Article(
            TRIO,
            "2.3",
            "Trio",
            "The last, the present and the next chair work together as a trio.",
            "",
            {"small": False, "standard": True, "treaty": True},
            otherwise="The chair works alone; the last and the next chair have no part in it.",
        ),
        Article(
            PREPARE_DAYS,
            "2.4",
            "Preparing the hand-over",
            "The chair and the next one prepare the hand-over from {value} before the term ends.",
            "days",
            {"small": 7, "standard": 14, "treaty": 30},
            least=1,
            most=90,
        ),
        Article(
            SILENCE_HOURS,
            "2.5",
            "Absence of the chair",
            "A chair who leaves a duty of the office undone and does nothing at all for {value} after it was due counts "
            "as absent: the next in order presides until the chair is back.",
            "hours",
            {"small": 12, "standard": 24, "treaty": 48},
            least=1,
            most=720,
        ),
    ),
)
