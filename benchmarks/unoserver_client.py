"""A warm client of unoserver: runs under the Python that has it, and answers each line with one."""

import json
import sys

from unoserver.client import UnoClient


def main(port):
    """Answer `[source, target, [option, …]]` with an empty line, when the PDF lies there."""
    client = UnoClient(port=port)
    for line in sys.stdin:
        source, target, options = json.loads(line)
        client.convert(
            inpath=source,
            outpath=target,
            convert_to="pdf",
            filtername="writer_pdf_Export",
            filter_options=options,
            update_index=False,
        )
        print(flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
