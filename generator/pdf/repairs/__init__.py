"""The repairs of a PDF as LibreOffice leaves it, one for each defect, in the order in which they are made.

Each is a function that mends one thing, does nothing where it is not broken,
and can be made twice. The order matters where it says so.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.pdf.repairs.echoes import silence_echoes
from generator.pdf.repairs.figures import bind_figures, describe_figures, free_text_boxes
from generator.pdf.repairs.headings import drop_empty_headings
from generator.pdf.repairs.links import describe_links, drop_untagged_links, order_tabs
from generator.pdf.repairs.lists import set_labels_apart
from generator.pdf.repairs.notes import name_notes, place_notes
from generator.pdf.repairs.painting import mark_loose_painting
from generator.pdf.repairs.picture_links import link_figures
from generator.pdf.repairs.places import house_tops, place_figures
from generator.pdf.repairs.quotations import gather_quotations
from generator.pdf.repairs.roles import settle_roles
from generator.pdf.repairs.sameness import forget_the_run
from generator.pdf.repairs.statements import state_catalog, state_metadata
from generator.pdf.repairs.symbols import explain_symbols
from generator.pdf.repairs.tables import name_heading_cells
from generator.pdf.repairs.work import Work

Repair = Callable[[Work], None]

REPAIRS: tuple[Repair, ...] = (
    house_tops,  # first, so that every element has a parent
    gather_quotations,  # by the paragraphs' styles, which the roles forget
    settle_roles,
    explain_symbols,  # before labels are read
    mark_loose_painting,
    silence_echoes,
    drop_empty_headings,
    free_text_boxes,
    describe_figures,  # before they are bound: a picture that says nothing stays an artifact
    place_figures,  # by their texts
    link_figures,
    bind_figures,
    name_heading_cells,
    set_labels_apart,
    place_notes,  # by the links that lead back, before those that are left are dropped
    name_notes,
    describe_links,
    drop_untagged_links,
    order_tabs,
    state_catalog,
    state_metadata,  # after all that can lower the level
    forget_the_run,
)
"""All repairs."""
