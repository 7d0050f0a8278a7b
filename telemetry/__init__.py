"""Metrics and traces: what is counted, how it is written for Prometheus and sent by OpenTelemetry.

In: counts, seconds, codes and document ids. Out: increments for the store, the exposition text, spans.
Never: text of a document, a label without a bound, or a byte to another machine unless settings name it.
"""
