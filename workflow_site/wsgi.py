"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from workflow_site.starting import refuse_faulty_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workflow_site.settings")
application = get_wsgi_application()
refuse_faulty_start()
