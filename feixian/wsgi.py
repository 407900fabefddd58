import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "feixian.settings")

_django = get_wsgi_application()

# Imported here because it reads the settings.
from office.web.page_cache import CachedPages  # noqa: E402

application = CachedPages(_django)
