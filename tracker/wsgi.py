"""The web server's way in."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
if not settings.SECRET_KEY_IS_LASTING:
    raise ImproperlyConfigured("Set SECRET_KEY in the environment or in .env (`make run` writes one for you).")

application = get_wsgi_application()

# Now and then the interpreter looks through all that lives for what is not used any more. What the program is made of,
# loaded here to the last page, stays as long as the process: looked through as well, it would hold up every twentieth
# or so page by a fifth of a second.
resolve("/")
gc.collect()
gc.freeze()
