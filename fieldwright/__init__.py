"""The command line: arguments in; progress, tables, JSON lines and exit codes out.

One module a command; the work is in ``services``. Never: logic about documents, or their text in an error message.
"""
