"""What `manage.py` and `make demo` use: the running demo, or the environment's servers."""

from portal import env

if not env.present("DATABASE_URL"):
    raise SystemExit("No demo is running here and DATABASE_URL is not set. Start it with: make demo")

from portal.settings.base import *

USERSESSIONS_TRACK_ACTIVITY = True
