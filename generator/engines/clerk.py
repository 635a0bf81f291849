"""LibreOffice's own side of a conversion: runs under a Python that has `uno`, and knows nothing of the generator.

Started as `python clerk.py SOFFICE PROFILE`. It starts one office with the
given profile folder, says `{"ready": true}` and then answers one JSON line
for each that it reads: `{"source": path, "target": path, "options": {…}}`
is answered `{"pages": n}` or `{"error": "…"}`. When its input ends it closes
the office and leaves, by force if the office is not done soon; when the office
is gone it leaves, too.

It stays in the process group it was started in, and so does the office, so
whoever started it can end both at once.
"""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from importlib.util import find_spec
from pathlib import Path

PATIENCE = 60
"""Seconds that the office may take to answer for the first time."""
PARTING = 5
"""Seconds that the office may go on when nobody is left to hear its answer."""
FLAGS = (
    "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
)  # fmt: skip
UNASKED = frozenset({"Left Page", "Right Page", "Landscape", "Envelope", "Index", "HTML"})
"""Page styles that every document has and none that comes from Word uses; to ask each costs as much as a page."""
NEW_PROFILE = 81
"""The exit code with which an office asks to be started again after setting up its profile."""


def start(program, profile):
    """Start an office; give it, and the way to reach it."""
    address = f"pipe,name={Path(profile).name}"
    command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", *FLAGS, f"--accept={address};urp;"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr), address, command


def connect(program, profile):
    """Start an office and wait until it answers; give the process and its desktop."""
    if find_spec("uno") is None:
        raise SystemExit("this Python has no module named uno")
    office, address, command = start(program, profile)
    import uno  # while the office starts, which takes longer

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
            return office, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception as error:
            if office.poll() == NEW_PROFILE:
                office = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
            elif office.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the office did not start (exit code {office.poll()})") from error
            time.sleep(0.02)


def properties(values):
    """A dictionary as UNO wants it."""
    from com.sun.star.beans import PropertyValue  # there when `uno` has been loaded

    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def load(desktop, source):
    """Open a document read-only; None comes back for a while after the start, without an error."""
    wanted = properties({"Hidden": True, "ReadOnly": True, "MacroExecutionMode": 0, "UpdateDocMode": 0})
    for _ in range(100):
        document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, wanted)
        if document is not None:
            return document
        time.sleep(0.05)
    raise RuntimeError("the office did not open the document")


def settle(document):
    """Lay the document out a second time.

    The first layout guesses 25 paragraphs to a page and keeps that guess
    where "keep with next" should have moved a heading on: the heading is
    left alone at the foot of the page. A change of margin, taken back at
    once, makes every page be laid out from what is really there.
    """
    styles, controller = document.StyleFamilies.getByName("PageStyles"), document.CurrentController
    for name in styles.ElementNames:
        if name in UNASKED:
            continue
        style = styles.getByName(name)
        if style.isInUse():
            margin = style.BottomMargin
            style.BottomMargin = margin + 3000
            controller.getPropertyValue("PageCount")
            style.BottomMargin = margin
    return controller.getPropertyValue("PageCount")


def convert(desktop, source, target, options):
    """Make one PDF; give its number of pages."""
    document = load(desktop, source)
    try:
        pages = settle(document)
        import uno

        data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(options))
        document.storeToURL(Path(target).as_uri(), properties({"FilterName": "writer_pdf_Export", "FilterData": data}))
        return pages
    finally:
        document.close(True)


def listen(profile):
    """Give the requests as they come, and None when there are no more; then nothing may go on for long."""
    lines = queue.Queue()

    def read():
        for line in sys.stdin:
            lines.put(line)
        lines.put(None)
        time.sleep(PARTING)  # while the office is at work, or hangs, nobody else would notice
        end(profile)

    threading.Thread(target=read, daemon=True).start()
    return iter(lines.get, None)


def main(program, profile):
    """Answer requests until there are no more, nobody is left to hear the answer, or the office is gone."""
    requests = listen(profile)
    try:
        office, desktop = connect(program, profile)
    except SystemExit as error:
        print(error, file=sys.stderr, flush=True)
        end(profile)
    try:
        print(json.dumps({"ready": True}), flush=True)
        for line in requests:
            answer = respond(desktop, json.loads(line))
            if "error" in answer and is_gone(desktop):
                print(f"the office is gone: {answer['error']}", file=sys.stderr, flush=True)
                break
            print(json.dumps(answer), flush=True)
    finally:
        leave(office, desktop, profile)


def respond(desktop, request):
    """The answer to a request; whatever the office throws, it is one."""
    try:
        return {"pages": convert(desktop, request["source"], request["target"], request["options"])}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {getattr(error, 'Message', error)}"}


def is_gone(desktop):
    """True when the office does not answer any more."""
    try:
        desktop.getCurrentComponent()
    except Exception:
        return True
    return False


def leave(office, desktop, profile):
    """Close the office and end what is left of it."""
    with contextlib.suppress(Exception):  # it may be gone already
        desktop.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        office.wait(PARTING)
    end(profile)


def end(profile):
    """Remove the office's folder and end our own process group, with what is left in it."""
    shutil.rmtree(profile, ignore_errors=True)
    if hasattr(os, "getpgrp") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # the starter of the office has ended, but perhaps not the office itself
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
