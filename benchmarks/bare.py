"""The yardstick: a Flask app of one route that answers 1 kB, under the server of the product with
its settings.

    python -m benchmarks.bare PORT
"""

import sys

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from idealab.operations.serving import THREADS

WORKERS = 2
KILOBYTE = "x" * 1024


def create_app(*_target: str) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/", view_func=lambda: KILOBYTE, endpoint="page")
    return app


def serve(port: int) -> None:
    server = Granian(
        "bare",
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=WORKERS,
        blocking_threads=THREADS,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=create_app, wrap_loader=False)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
