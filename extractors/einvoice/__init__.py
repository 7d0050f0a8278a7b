"""Electronic invoices inside of PDFs: ZUGFeRD, Factur-X, Order-X, and UBL as some programs attach it.

In: the bytes of a PDF. Out: ``EInvoice``, and an extraction in which XML and printed page are compared.
Never: fetches what an XML refers to, expands an entity, or keeps a value without its place.
"""
