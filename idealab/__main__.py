"""`python -m idealab` is `idealab`."""

from idealab.cli import main

main()
