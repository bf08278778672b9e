"""Documents for print: a typst template and plain values make a tagged PDF (PDF/UA-1)."""

import json
from typing import Any

import typst
from django.conf import settings


def compile_pdf(template: str, data: dict[str, Any]) -> bytes:
    """Return the PDF of `templates/<template>`, which reads `data` as JSON from `sys.inputs.data`.

    What people wrote reaches the template as text and is never read as markup.
    """
    source = settings.BASE_DIR / "templates" / template
    return typst.compile(
        str(source),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )
