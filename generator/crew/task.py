"""What a worker does: one job, from the bytes of a case file to finished files. It publishes nothing."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import replace

from generator.casework import one_handling, select, unread
from generator.crew.job import Done, Job, Outfit
from generator.engines.registry import ENGINES, usable_validator
from generator.errors import EngineError, ExitCode
from generator.findings import Finding
from generator.making import Making
from generator.model import Arende, Handling
from generator.results import HandlingResult, Made
from generator.settings import Settings
from generator.steps.read import read
from generator.workshop import Workshop


def workshop(outfit: Outfit) -> Workshop:
    """What a worker works with; nothing is started yet.

    Raises:
        EngineError: a program that is needed cannot be used here.
    """
    engine = None
    if outfit.engine is not None:
        limits = outfit.limits
        engine = ENGINES[outfit.engine](timeout=limits.seconds, documents=limits.documents, memory=limits.memory)
        health = engine.health()
        if health.version is None:
            message = f"{outfit.engine} går inte att använda på den här datorn."
            raise EngineError(Finding(code="motor-saknas", message=message, remedy=health.remedy))
    validator = usable_validator() if outfit.validator else None
    # a worker has no folder of published documents: it is told what lies there
    return Workshop(Settings(root=outfit.root, out=outfit.root), engine, validator, web=outfit.web)


def close(shop: Workshop) -> None:
    """End the programs that a workshop has started."""
    for program in (shop.engine, shop.validator):
        if program is not None:
            program.close()


def do(job: Job, shop: Workshop) -> Made:
    """Make one handling; whatever goes wrong becomes its line."""
    try:
        arende = read(job.file, shop.schemas)
        [handling] = select(arende, job.handling)
    except Exception as error:  # noqa: BLE001  # whatever it is, the other jobs have their turn
        return Made(line=replace(unread(job.file, shop, error), handling=job.handling))
    made: list[Made] = []

    def work(arende: Arende, handling: Handling) -> HandlingResult:
        made.append(Making(arende, handling, shop, job.seen).made())
        return made[0].line

    line = one_handling(arende, handling, shop, work)
    return replace(made[0], line=line) if made else Made(line=line)


def carry_out(job: Job, shop: Workshop) -> Done:
    """Make one handling, and say how long it took and whether a program broke over it."""
    begun = time.monotonic()
    made = do(job, shop)
    broke = made.line.exit_code == ExitCode.ENGINE
    return Done(number=job.number, made=made, seconds=time.monotonic() - begun, by=me(), broke=broke)


def me() -> str:
    """This process: "värd:pid"."""
    return f"{platform.node()}:{os.getpid()}"
