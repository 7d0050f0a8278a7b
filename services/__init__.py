"""What the product does, as plain functions over a `Workbench`: for flows, portal and command line alike.

In: document ids, files, answers of people. Out: stage results in the store, outcomes, views, search answers.
Never: imports Prefect, computes with models, or talks to a vendor other than through an adapter of the workbench.
"""

from schemas import offline
from services import process

# A Prefect worker imports a flow without passing the command line.
offline.settle()
process.settle()
