"""Documents that others send: by signed upload URL, object-store notification or mail.

In: a signed URL with bytes, a notification, a mailbox. Out: stored documents, and a call of what processes them.
Never: reads a page or decides an outcome.
"""
