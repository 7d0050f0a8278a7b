"""What operators look at: accuracy of checked samples, queues, cost, drift, objectives, and the alerts made of them.

In: the store's counts, samples and queues, settings, the file of objectives. Out: figures, alert rules.
Never: text of a document, or a query that grows with the number of documents.
"""
