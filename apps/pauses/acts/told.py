"""Who is told of what happens to pauses."""

EVERYBODY = ("everyone",)
EVERY_MEMBER = ("members", "clerks")
