"""What runs, in which order, with which retries.

In: document ids (and, at the inbox, files). Out: one outcome a document.
Never: model code, arithmetic, or text of documents in logs, flow parameters and Prefect results.
"""

from schemas import offline

# A Prefect worker imports a flow without passing the command line.
offline.settle()
