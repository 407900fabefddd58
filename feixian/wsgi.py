import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "feixian.settings")

_django = get_wsgi_application()

# It reads the settings, which stand only now.
from office.web.page_cache import CachedPages  # noqa: E402

application = CachedPages(_django)
