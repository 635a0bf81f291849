"""Step 4, render: a Document and a template become a .docx."""

from __future__ import annotations

from generator.model import Document, Rendered
from generator.word.properties import Properties
from generator.word.templates import Templates


def render(document: Document, templates: Templates) -> Rendered:
    """Fill in the template of the document's format and profile.

    Raises:
        TemplateError: a template file is missing or wrong.
    """
    template = templates.template(document.profil, document.handling.typ)
    properties = Properties(
        title=document.title,
        subject=str(document.arende.data["arendemening"]),
        creator=document.organisation,
        keywords=document.arende.diarienummer,
        language=document.language,
        day=document.handling.datum,
    )
    content = template.prepared.fill(document.context, properties, document.organisation)
    return Rendered(content=content, templates=template.digests, fonts=template.fonts)
